package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commits that tips bring along, read at once. What has joined counts as history from then on,
 * although after a squash or rebase the branch holds other commits for it.
 *
 * <p>A tip's own commits are walked once, when it joins: the whole is linear in the commits.
 */
final class TipHistory {

  private final OwnCommit onto;
  private final ImmutableMap<String, OwnCommit> listed;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> joined = new LinkedHashSet<>();

  private TipHistory(OwnCommit onto, ImmutableList<OwnCommit> listed) {
    this.onto = onto;
    this.listed = listed.stream().collect(ImmutableMap.toImmutableMap(OwnCommit::id, each -> each));
    for (OwnCommit commit : listed) {
      places.put(commit.id(), places.size());
    }
  }

  static TipHistory read(Git git, JoinRequest joining) {
    OwnCommit onto = OwnCommit.read(git, joining.onto());
    Stream<String> theirs = joining.joining().stream().map(UnitHead::commit);
    Stream<String> known =
        Stream.concat(Stream.of(joining.onto()), joining.joined().stream().map(UnitHead::commit));
    List<String> asked = Stream.concat(theirs, known.map(commit -> "^" + commit)).toList();
    return new TipHistory(onto, log(git, asked));
  }

  private static ImmutableList<OwnCommit> log(Git git, List<String> asked) {
    String[] words = {
      "log",
      "--stdin",
      "-z",
      "--date=raw",
      OwnCommit.FORMAT,
      "--no-notes",
      "--topo-order",
      "--reverse"
    };
    String said = git.reading(String.join("\n", asked) + "\n").done(words).octets();
    return Stream.of(said.split("\0", -1))
        .filter(each -> !each.isEmpty())
        .map(OwnCommit::parse)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the commit that all join onto. */
  OwnCommit onto() {
    return onto;
  }

  /**
   * What a tip brings.
   *
   * @param commits its own commits, parents first; none if it has joined already
   * @param begins the commits of the history that these stand on
   */
  record Brought(ImmutableList<OwnCommit> commits, ImmutableList<String> begins) {}

  /** Returns what {@code tip} brings beyond what has joined. */
  Brought brought(String tip) {
    Set<String> begins = new LinkedHashSet<>();
    Set<OwnCommit> own = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(tip));
    while (!open.isEmpty()) {
      String id = open.pop();
      OwnCommit commit = listed.get(id);
      if (commit == null || joined.contains(id)) {
        begins.add(id);
      } else if (own.add(commit)) {
        open.addAll(commit.parents());
      }
    }
    return new Brought(inOrder(own), ImmutableList.copyOf(begins));
  }

  /** Says that these are history now. */
  void join(Collection<OwnCommit> commits) {
    commits.forEach(commit -> joined.add(commit.id()));
  }

  private ImmutableList<OwnCommit> inOrder(Collection<OwnCommit> commits) {
    return commits.stream()
        .sorted(Comparator.comparing(commit -> places.getOrDefault(commit.id(), 0)))
        .collect(ImmutableList.toImmutableList());
  }
}
