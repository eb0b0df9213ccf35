package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes that came of one command: its head, whoever is in the head's group or session,
 * their descendants, and whoever carries the marker. Nobody belongs to it by a pid alone. Used by
 * one thread at a time.
 */
final class ProcessFamily {

  private final ProcessTable table;
  private final ProcessKey head;
  private final String marker;
  private final boolean ours;
  private final Set<ProcessKey> known = new LinkedHashSet<>();

  /**
   * Makes the family of {@code head}.
   *
   * @param ours whether this process itself started the head, so that its number cannot be somebody
   *     else's by now
   */
  ProcessFamily(ProcessTable table, ProcessKey head, String marker, boolean ours) {
    this.table = table;
    this.head = head;
    this.marker = marker;
    this.ours = ours;
    known.add(head);
  }

  synchronized void know(ProcessKey member) {
    known.add(member);
  }

  /**
   * Notes who belongs to it now, without looking at environments, and returns those not seen
   * before.
   */
  synchronized List<ProcessKey> observe() {
    ImmutableList.Builder<ProcessKey> fresh = ImmutableList.builder();
    for (ProcessEntry member : members(table.all(), false)) {
      if (known.add(member.key())) {
        fresh.add(member.key());
      }
    }
    return fresh.build();
  }

  /** Returns all that belong to it and have not ended. */
  synchronized List<ProcessEntry> members() {
    List<ProcessEntry> members = members(table.all(), true);
    members.forEach(member -> known.add(member.key()));
    return members;
  }

  private List<ProcessEntry> members(List<ProcessEntry> all, boolean environments) {
    Map<Long, ProcessEntry> found = new LinkedHashMap<>();
    boolean group = groupIsOurs(all);
    for (ProcessEntry entry : all) {
      boolean inGroup = group && (entry.group() == head.pid() || entry.session() == head.pid());
      if (known.contains(entry.key())
          || inGroup
          || (environments && table.carries(entry, marker))) {
        found.put(entry.pid(), entry);
      }
    }
    addDescendants(all, found);
    found.remove(ProcessHandle.current().pid());
    return found.values().stream()
        .filter(entry -> !entry.zombie())
        .collect(ImmutableList.toImmutableList());
  }

  private static void addDescendants(List<ProcessEntry> all, Map<Long, ProcessEntry> found) {
    Deque<ProcessEntry> open = new ArrayDeque<>(found.values());
    while (!open.isEmpty()) {
      long parent = open.remove().pid();
      for (ProcessEntry entry : all) {
        if (entry.parent() == parent && found.putIfAbsent(entry.pid(), entry) == null) {
          open.add(entry);
        }
      }
    }
  }

  /*
   * A group's number is not given to a new process while the group has a member. So the group with the head's number is
   * the head's if the head lives, if a known member is in it, or if we started the head and no other bears its number.
   */
  private boolean groupIsOurs(List<ProcessEntry> all) {
    boolean taken = false;
    for (ProcessEntry entry : all) {
      boolean inGroup = entry.group() == head.pid() || entry.session() == head.pid();
      if (inGroup && known.contains(entry.key())) {
        return true;
      }
      taken |= entry.pid() == head.pid() && entry.start() != head.start();
    }
    return ours && !taken && head.pid() > 1;
  }

  /** Returns the number of the head's group if it may be signalled as a whole now, else 0. */
  synchronized long group() {
    boolean verified =
        table.all().stream().anyMatch(entry -> known.contains(entry.key()) && inGroup(entry));
    return verified && head.pid() > 1 ? head.pid() : 0;
  }

  /* Where groups cannot be seen, the head is in its own, since it was started so. */
  private boolean inGroup(ProcessEntry entry) {
    boolean unseen = entry.group() == 0 && entry.pid() == head.pid() && GatedStart.leadsGroup();
    return entry.group() == head.pid() || unseen;
  }

  /**
   * Returns whether a signal has stopped the head: itself, or the child that it is just starting.
   */
  boolean stopped() {
    ProcessEntry now = table.find(head.pid());
    return now != null
        && now.start() == head.start()
        && (now.stopped() || (now.blocked() && childStands()));
  }

  /* Who starts a program by vfork waits in the kernel until it runs, and is stopped no sooner than that. */
  private boolean childStands() {
    return table.all().stream()
        .anyMatch(
            entry ->
                entry.parent() == head.pid() && entry.group() == head.pid() && entry.stopped());
  }

  /** Returns whether the head lives and has not yet come to lead its group. */
  boolean begins() {
    ProcessEntry now = table.find(head.pid());
    return now != null
        && now.start() == head.start()
        && !now.zombie()
        && GatedStart.leadsGroup()
        && !inGroup(now);
  }

  /** Returns whether {@code entry} is still the process that it was. */
  boolean still(ProcessEntry entry) {
    ProcessEntry now = table.find(entry.pid());
    return now != null && now.start() == entry.start() && !now.zombie();
  }
}
