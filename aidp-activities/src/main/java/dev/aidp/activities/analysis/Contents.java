package dev.aidp.activities.analysis;

import dev.aidp.activities.git.cli.Git;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What files of a tree hold, read from the object store, some megabytes at a time; objects that
 * several files share are read once. Used by one thread.
 */
final class Contents {

  /** What is larger is generated or data. */
  static final long LARGEST = 1 << 20;

  /** A repository of 50,000 files of usual size; it takes some seconds. */
  static final long MOST = 512L << 20;

  private static final long AT_ONCE = 8 << 20;
  private static final int OBJECTS_AT_ONCE = 4_000;

  private final Git git;
  private final Map<String, Content> known = new HashMap<>();
  private long read;

  Contents(Git git) {
    this.git = git;
  }

  /** Reads {@code files} as far as they are not too large, in their order. */
  void read(List<TreeEntry> files) {
    List<String> next = new ArrayList<>();
    long bytes = 0;
    for (TreeEntry file : files) {
      if (file.size() > LARGEST || read + file.size() > MOST || known.containsKey(file.object())) {
        continue;
      }
      known.put(file.object(), Content.of(new byte[0])); // asked for: another file may share it
      next.add(file.object());
      read += file.size();
      bytes += file.size();
      if (bytes >= AT_ONCE || next.size() >= OBJECTS_AT_ONCE) {
        take(next);
        next.clear();
        bytes = 0;
      }
    }
    if (!next.isEmpty()) {
      take(next);
    }
  }

  /** Returns what is known of it; empty if it was not read. */
  Optional<Content> of(TreeEntry file) {
    return Optional.ofNullable(known.get(file.object()));
  }

  private void take(List<String> objects) {
    byte[] all = git.reading(String.join("\n", objects) + "\n").done("cat-file", "--batch").bytes();
    int at = 0;
    for (String object : objects) {
      int end = at;
      while (all[end] != '\n') {
        end++;
      }
      String head = new String(all, at, end - at, StandardCharsets.US_ASCII);
      at = end + 1;
      if (head.endsWith(" missing")) {
        known.remove(object); // a partial clone: nothing is fetched to look at it
        continue;
      }
      int size = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
      known.put(object, Content.of(Arrays.copyOfRange(all, at, at + size)));
      at += size + 1;
    }
  }
}
