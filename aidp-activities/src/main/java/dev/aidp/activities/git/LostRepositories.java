package dev.aidp.activities.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders of a working copy whose {@code .git} file leads to no repository any more, because an
 * agent has deleted or moved it. Git refuses to stage anything beside one.
 *
 * @param worktree the working copy
 */
record LostRepositories(Path worktree) {

  private static final String FILE = ".git";
  private static final String PREFIX = "gitdir: ";

  /**
   * Makes them plain folders, a submodule one that is not filled; returns whether any was there.
   */
  boolean dissolve() {
    List<Path> lost = new ArrayList<>();
    try {
      Files.walkFileTree(worktree, visitor(lost));
    } catch (IOException e) {
      throw Storage.failed("The folder " + worktree + " cannot be read", e);
    }
    lost.forEach(Removal::of);
    return !lost.isEmpty();
  }

  private SimpleFileVisitor<Path> visitor(List<Path> lost) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.endsWith(FILE) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        boolean inner = file.endsWith(FILE) && !worktree.equals(file.getParent());
        if (inner && attributes.isRegularFile() && lost(file)) {
          lost.add(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE; // git will say so, if it matters
      }
    };
  }

  private static boolean lost(Path file) throws IOException {
    String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).strip();
    return !text.startsWith(PREFIX)
        || !Files.exists(file.resolveSibling(text.substring(PREFIX.length())).resolve("HEAD"));
  }
}
