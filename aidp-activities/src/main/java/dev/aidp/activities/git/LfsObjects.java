package dev.aidp.activities.git;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

/**
 * The large files that git-lfs keeps beside a repository: {@code lfs/objects/ab/cd/abcd…} has the
 * SHA-256 {@code abcd…}. Commits name them, and cannot be pushed without them.
 */
public final class LfsObjects {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;

  private LfsObjects(Path folder) {
    this.folder = folder;
  }

  /** Returns those of a repository. */
  public static LfsObjects of(Path gitDir) {
    return new LfsObjects(storage(gitDir).resolve("objects"));
  }

  /** Returns whether that with the SHA-256 {@code id} is here. */
  public boolean has(String id) {
    return Files.exists(place(folder, id).resolve(id));
  }

  private static Path place(Path folder, String id) {
    return folder.resolve(id.substring(0, 2)).resolve(id.substring(2, 4));
  }

  /**
   * Copies those of {@code gitDir} that {@code lender} has not; what is not what it says is not.
   */
  static void give(Path gitDir, Path lender) {
    Path from = gitDir.resolve("lfs").resolve("objects");
    if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path to = storage(lender).resolve("objects");
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String id = file.getFileName().toString();
              if (attributes.isRegularFile() && ID.matcher(id).matches()) {
                give(file, id, place(to, id));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw Storage.failed("The large files in " + from + " cannot be copied", e);
    }
  }

  private static Path storage(Path lender) {
    String set = Git.in(lender).run("config", "--get", "--path", "lfs.storage").line();
    return lender.resolve(set.isEmpty() ? "lfs" : set);
  }

  /** A link would leave the agent a way to change it afterwards. */
  private static void give(Path file, String id, Path folder) throws IOException {
    Path object = folder.resolve(id);
    if (Files.exists(object)) {
      return;
    }
    Files.createDirectories(folder);
    Path part = folder.resolve(id + ".aidp");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    if (MoreFiles.asByteSource(part).hash(Hashing.sha256()).toString().equals(id)) {
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(part, object, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(part);
    }
  }
}
