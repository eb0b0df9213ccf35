package dev.aidp.testkit.repo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything of a user's repository that a run must not touch; two of them compare as equal if
 * nothing was.
 *
 * @param files path of each file of the checkout and of the user's linked worktrees, {@code .aidp}
 *     apart, with a hash of its bytes
 * @param gitFiles the same for all of {@code .git}, but for objects, refs, and what is Aidp's
 * @param refs the user's branches, tags, remotes and stash; not those under Aidp's names
 */
public record UserState(
    Map<String, String> files, Map<String, String> gitFiles, Map<String, String> refs) {

  private static final String AIDPS_REFS = "refs/(aidp|heads/aidp|heads/aidp-units)/.*";

  /** Objects and refs are compared by what they mean, Aidp's logs and old worktrees not at all. */
  private static final Pattern SKIPPED =
      Pattern.compile("(.*/)?objects|refs|(.*/)?modules/.*/refs|logs/" + AIDPS_REFS);

  private static final Pattern AIDPS_LINE = Pattern.compile("/?\\.aidp/?|[0-9a-f]+ " + AIDPS_REFS);

  /** Copies the maps. */
  public UserState {
    files = ImmutableSortedMap.copyOf(files);
    gitFiles = ImmutableSortedMap.copyOf(gitFiles);
    refs = ImmutableSortedMap.copyOf(refs);
  }

  static UserState of(SampleRepository repository) {
    Path top = repository.top();
    Path git = top.resolve(".git");
    Map<String, String> files = new TreeMap<>();
    for (Path worktree : repository.worktrees()) {
      if (!worktree.startsWith(top.resolve(".aidp"))) {
        hash(worktree, worktree.equals(top) ? "" : worktree + "/", files);
      }
    }
    Map<String, String> gitFiles = new TreeMap<>();
    hash(git, "", gitFiles);
    Map<String, String> refs = new TreeMap<>(repository.refs());
    refs.keySet().removeIf(ref -> ref.matches(AIDPS_REFS));
    return new UserState(files, gitFiles, refs);
  }

  /** Returns a copy that knows nothing of {@code branch}, the result of a run. */
  public UserState without(String branch) {
    Map<String, String> otherFiles = new TreeMap<>(gitFiles);
    otherFiles.remove("logs/refs/heads/" + branch);
    Map<String, String> others = new TreeMap<>(refs);
    others.remove("refs/heads/" + branch);
    return new UserState(files, otherFiles, others);
  }

  /** Returns what is new, gone or different in {@code later}, a line for each. */
  public List<String> changesIn(UserState later) {
    return ImmutableList.<String>builder()
        .addAll(changes("file", files, later.files))
        .addAll(changes(".git", gitFiles, later.gitFiles))
        .addAll(changes("ref", refs, later.refs))
        .build();
  }

  private static List<String> changes(
      String kind, Map<String, String> before, Map<String, String> after) {
    MapDifference<String, String> difference = Maps.difference(before, after);
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    difference.entriesOnlyOnLeft().keySet().forEach(name -> lines.add(kind + " gone: " + name));
    difference.entriesOnlyOnRight().keySet().forEach(name -> lines.add(kind + " new: " + name));
    difference
        .entriesDiffering()
        .forEach((name, values) -> lines.add(kind + " changed: " + name + " " + values));
    return lines.build();
  }

  private static void hash(Path top, String prefix, Map<String, String> hashes) {
    boolean git = top.endsWith(".git");
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean skipped = git ? skippedOfGit(top, dir) : skippedOfFiles(top, dir);
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              hashes.put(prefix + top.relativize(file), hash(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean skippedOfFiles(Path top, Path folder) {
    return folder.equals(top.resolve(".git")) || folder.equals(top.resolve(".aidp"));
  }

  private static boolean skippedOfGit(Path top, Path folder) {
    String name = top.relativize(folder).toString();
    return SKIPPED.matcher(name + (name.startsWith("logs/") ? "/" : "")).matches()
        || (name.startsWith("worktrees/") && worktreeOfAidp(folder.resolve("gitdir")));
  }

  private static boolean worktreeOfAidp(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).contains("/.aidp/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "no plain file";
    }
    boolean shared = file.endsWith("info/exclude") || file.endsWith(".git/packed-refs");
    byte[] bytes = Files.readAllBytes(file);
    return new TreeSet<>(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
        + " "
        + Hashing.sha256().hashBytes(shared ? withoutAidpsLines(bytes) : bytes);
  }

  private static byte[] withoutAidpsLines(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !AIDPS_LINE.matcher(line).matches())
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
