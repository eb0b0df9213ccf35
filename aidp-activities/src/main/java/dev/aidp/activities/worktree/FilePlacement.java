package dev.aidp.activities.worktree;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Puts files into a working copy, never through a link out of it. */
final class FilePlacement {

  private FilePlacement() {}

  /** Returns whether the folders above {@code path} are, as far as they are there, folders. */
  static boolean isWithin(Path folder, String path) {
    Path step = folder;
    Path parent = Path.of(path).getParent();
    for (Path name : parent == null ? Path.of("") : parent) {
      step = step.resolve(name);
      if (there(step) && !Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /** Makes the folders above {@code path}; returns false if something else stands in the way. */
  static boolean makeParents(Path folder, String path) throws IOException {
    if (!isWithin(folder, path)) {
      return false;
    }
    Path parent = folder.resolve(path).getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return true;
  }

  /** Returns whether anything is there, be it a link to nowhere. */
  static boolean there(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns what changes when something in {@code source}, a file or a folder, does. */
  static String signature(Path source) throws IOException {
    Hasher all = Hashing.sha256().newHasher();
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.putString(source.relativize(file).toString(), StandardCharsets.UTF_8)
                .putLong(attributes.size())
                .putLong(attributes.lastModifiedTime().toMillis());
            return FileVisitResult.CONTINUE;
          }
        });
    return all.hash().toString();
  }

  /** Copies a file, a link or a folder with all in it. */
  static void copy(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isOther()) {
              Files.copy(
                  file,
                  file.equals(source) ? target : target.resolve(source.relativize(file)),
                  LinkOption.NOFOLLOW_LINKS,
                  StandardCopyOption.COPY_ATTRIBUTES,
                  StandardCopyOption.REPLACE_EXISTING);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
