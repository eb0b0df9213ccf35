package dev.aidp.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds where the settings are, before there is anything that could open the repository. */
final class MainWorktree {

  private static final String FIRST = "worktree ";

  private MainWorktree() {}

  /**
   * Returns the top of the main worktree around {@code place}, or null if there is no repository.
   */
  static @Nullable Path of(Path place) {
    ProcessBuilder git = new ProcessBuilder("git", "worktree", "list", "--porcelain", "-z");
    git.directory(place.toFile())
        .redirectError(Redirect.DISCARD)
        .redirectInput(Redirect.from(DEV_NULL));
    try {
      Process process = git.start();
      try (InputStream answer = process.getInputStream()) {
        // Paths come in the encoding in which this JVM reads the names of files.
        String text = new String(answer.readAllBytes(), pathEncoding());
        int end = text.indexOf('\0');
        boolean found = process.waitFor() == 0 && end > 0 && text.startsWith(FIRST);
        return found ? Path.of(text.substring(FIRST.length(), end)) : null;
      }
    } catch (IOException | InvalidPathException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static final java.io.File DEV_NULL = new java.io.File("/dev/null");

  private static Charset pathEncoding() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
