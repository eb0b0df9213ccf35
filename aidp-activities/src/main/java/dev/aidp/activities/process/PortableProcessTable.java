package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK knows of processes on any system. The gap: neither groups nor environments can be
 * read, so a process that has left both its group and its parent is not found.
 */
final class PortableProcessTable implements ProcessTable {

  @Override
  public @Nullable ProcessEntry find(long pid) {
    return ProcessHandle.of(pid).map(PortableProcessTable::entry).orElse(null);
  }

  @Override
  public List<ProcessEntry> all() {
    return ProcessHandle.allProcesses()
        .map(PortableProcessTable::entry)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public boolean carries(ProcessEntry entry, String marker) {
    return false;
  }

  @Override
  public String boot() {
    return "";
  }

  private static ProcessEntry entry(ProcessHandle handle) {
    long start = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    long parent = handle.parent().map(ProcessHandle::pid).orElse(0L);
    return new ProcessEntry(handle.pid(), start, parent, 0, 0, !handle.isAlive(), false, false);
  }
}
