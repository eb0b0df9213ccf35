package dev.aidp.testkit.repo;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything of a user's repository that a run must not touch; two of them compare as equal if
 * nothing was.
 *
 * @param files path of each file of the checkout, {@code .aidp} apart, with a hash of its bytes
 * @param gitFiles the same for {@code HEAD}, index, configuration, hooks, stash and their logs
 * @param refs the user's branches, tags and remotes; not those under Aidp's names
 */
public record UserState(
    Map<String, String> files, Map<String, String> gitFiles, Map<String, String> refs) {

  /** Copies the maps. */
  public UserState {
    files = ImmutableSortedMap.copyOf(files);
    gitFiles = ImmutableSortedMap.copyOf(gitFiles);
    refs = ImmutableSortedMap.copyOf(refs);
  }

  static UserState of(SampleRepository repository) {
    Path top = repository.top();
    Path git = top.resolve(".git");
    Map<String, String> files = hashes(top, top);
    Map<String, String> gitFiles = new TreeMap<>();
    for (String name : new String[] {"HEAD", "index", "config", "logs/HEAD", "logs/refs/stash"}) {
      Path file = git.resolve(name);
      gitFiles.put(name, Files.exists(file) ? hash(file) : "none");
    }
    gitFiles.putAll(hashes(git, git.resolve("hooks")));
    Map<String, String> refs = new TreeMap<>(repository.refs());
    refs.keySet().removeIf(UserState::ofAidp);
    return new UserState(files, gitFiles, refs);
  }

  private static boolean ofAidp(String ref) {
    return ref.startsWith("refs/heads/aidp/")
        || ref.startsWith("refs/heads/aidp-units/")
        || ref.startsWith("refs/aidp/");
  }

  private static Map<String, String> hashes(Path top, Path folder) {
    Map<String, String> hashes = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return hashes;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean skipped = dir.equals(top.resolve(".git")) || dir.equals(top.resolve(".aidp"));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              hashes.put(top.relativize(file).toString(), hash(file));
              return FileVisitResult.CONTINUE;
            }
          });
      return hashes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        return "-> " + Files.readSymbolicLink(file);
      }
      return new java.util.TreeSet<>(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
          + " "
          + Hashing.sha256().hashBytes(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
