package dev.aidp.activities.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of this machine. */
interface ProcessTable {

  /** Returns the process with this pid now, or null. */
  @Nullable ProcessEntry find(long pid);

  /** Returns all processes that can be seen. */
  List<ProcessEntry> all();

  /**
   * Returns whether the environment of {@code entry} carries the marker; false where that cannot be
   * read.
   */
  boolean carries(ProcessEntry entry, String marker);

  /** Returns what tells this boot of the machine from others, or an empty text. */
  String boot();

  static ProcessTable ofThisMachine() {
    Path proc = Path.of("/proc");
    return Files.isReadable(proc.resolve("self/stat"))
        ? new LinuxProcessTable(proc)
        : new PortableProcessTable();
  }
}
