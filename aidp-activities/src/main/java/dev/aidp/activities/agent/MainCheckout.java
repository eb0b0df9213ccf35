package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.layout.Layout;
import dev.aidp.agent.TurnFindings;
import dev.aidp.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Sees what changes in the user's own checkout while a turn runs: an agent that works by absolute
 * paths may work there. It only looks, with a git that takes no lock, and where looking is slow it
 * looks no more. Safe for use by many threads.
 */
final class MainCheckout {

  /** Longer than that no turn is held up; 50,000 files take a third of it on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int NAMED = 20;

  /** Of more changed files than these, only git's word is compared. */
  private static final int LOOKED_AT = 1_000;

  private final Layout layout;
  private final Duration patience;
  private final AtomicBoolean slow = new AtomicBoolean();

  /** Makes one that waits so long for git, once. */
  MainCheckout(Layout layout, Duration patience) {
    this.layout = layout;
    this.patience = patience;
  }

  /**
   * What differs from the commit that is checked out there, by path.
   *
   * @param head the commit and the branch
   * @param paths git's word for each path, and when and how large the file was written
   */
  record Look(String head, Map<String, String> paths) {

    Look {
      paths = ImmutableMap.copyOf(paths);
    }

    /** Nothing is known. */
    static final Look NONE = new Look("", ImmutableMap.of());

    boolean none() {
      return head.isEmpty();
    }
  }

  /** Returns how it is now, or {@link Look#NONE} if that cannot be told quickly. */
  Look look() {
    if (slow.get()) {
      return Look.NONE;
    }
    try {
      GitResult answer =
          Git.at(layout.top())
              .within(patience)
              .run(
                  "status",
                  "--porcelain=v2",
                  "--branch",
                  "--no-renames",
                  "--untracked-files=normal",
                  "--ignore-submodules=dirty",
                  "-z");
      return answer.ok() ? read(answer.fields()) : Look.NONE;
    } catch (StepFailedException tooLong) {
      slow.set(true);
      return Look.NONE;
    }
  }

  /** Returns what has changed since {@code before}, for a person to know. */
  TurnFindings since(Look before) {
    Look now = before.none() ? Look.NONE : look();
    if (now.none()) {
      return TurnFindings.NONE;
    }
    List<String> changed =
        Sets.union(before.paths.keySet(), now.paths.keySet()).stream()
            .filter(path -> !Objects.equals(before.paths.get(path), now.paths.get(path)))
            .sorted()
            .toList();
    // A commit or a switch of branches moves many files; then only that is worth a word.
    if (!before.head.equals(now.head)) {
      return warning("the commit or branch that is checked out");
    }
    return changed.isEmpty() ? TurnFindings.NONE : warning(listed(changed));
  }

  private static TurnFindings warning(String what) {
    return new TurnFindings(
        ImmutableList.of(),
        ImmutableList.of("Changed in the main checkout while a turn ran: " + what + "."));
  }

  private static String listed(List<String> paths) {
    String first = paths.stream().limit(NAMED).collect(Collectors.joining(", "));
    return paths.size() <= NAMED ? first : first + " and " + (paths.size() - NAMED) + " more";
  }

  private Look read(List<String> fields) {
    Map<String, String> paths = new LinkedHashMap<>();
    StringBuilder head = new StringBuilder("at");
    for (String field : fields) {
      if (field.startsWith("# branch.oid") || field.startsWith("# branch.head")) {
        head.append(' ').append(field);
      } else if (!field.startsWith("#")) {
        add(field, paths);
      }
    }
    return new Look(head.toString(), paths);
  }

  /** An entry ends with its path; how many words are before it depends on its first letter. */
  private void add(String entry, Map<String, String> paths) {
    int words =
        switch (entry.charAt(0)) {
          case '1' -> 8;
          case 'u' -> 10;
          default -> 1;
        };
    String[] parts = entry.split(" ", words + 1);
    String path = parts[parts.length - 1];
    if (!path.startsWith(".aidp/")) {
      String written = paths.size() < LOOKED_AT ? written(path) : "";
      paths.put(path, entry.substring(0, entry.length() - path.length()) + written);
    }
  }

  private String written(String path) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(
              layout.top().resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return file.lastModifiedTime() + " " + file.size();
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }
}
