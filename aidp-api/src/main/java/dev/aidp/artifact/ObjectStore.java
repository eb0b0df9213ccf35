package dev.aidp.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the hosts of a fleet keep the artifacts of runs for each other: a shared folder, a bucket.
 * Knows nothing of what it keeps: keys are paths of {@code [A-Za-z0-9%@._-]}, parted by {@code /}.
 * Called by many threads, processes and hosts at once; what one has put, all others find.
 *
 * <p>Of each call: an {@link IOException} says that the store does not answer now, and the call is
 * made again for a while; a {@link dev.aidp.failure.UnusableException} says that it refuses, why,
 * and what people can do, and is told to them at once. Either leaves a run interrupted: it goes on
 * later.
 */
public interface ObjectStore {

  /** Returns where it is, as people know it, without passwords. */
  String shown();

  /** Demands that it can be used, and changes nothing. */
  void demand() throws IOException;

  /** Returns whether there is something with this key. */
  boolean has(String key) throws IOException;

  /** Opens what has this key, or returns empty if nothing has; the caller closes it. */
  Optional<InputStream> open(String key) throws IOException;

  /**
   * Keeps the bytes of {@code file} under this key, instead of what may be there, so that they
   * outlive the machine: all of them or, if it fails, none.
   */
  void put(String key, Path file) throws IOException;

  /** Returns the keys that begin with {@code folder}, which ends with {@code /}. */
  List<String> keys(String folder) throws IOException;

  /** Removes what has this key, if there is something. */
  void remove(String key) throws IOException;
}
