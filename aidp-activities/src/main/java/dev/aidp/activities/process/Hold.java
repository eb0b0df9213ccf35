package dev.aidp.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the programs of a run are held on this machine: a file beside their identities, so that
 * every process sees it, and whoever starts a program meanwhile leaves it at its gate.
 */
final class Hold {

  /** No unit has such a name. */
  private static final String FILE = ".held";

  private final Path file;

  /** Makes the one of {@code run}, whose identities are below {@code processes}. */
  Hold(Path processes, String run) {
    file = processes.resolve(run).resolve(FILE);
  }

  boolean inForce() {
    return Files.exists(file);
  }

  void begin() throws IOException {
    PrivateFiles.folderOf(file);
    PrivateFiles.file(file);
  }

  void end() throws IOException {
    Files.deleteIfExists(file);
  }
}
