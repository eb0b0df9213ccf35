package dev.aidp.testkit.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two files by which a test holds an agent at a point and lets it go on. */
public final class Gate {

  private final Path reached;
  private final Path opened;

  /** Makes one of two files in {@code folder}. */
  public Gate(Path folder, String name) {
    this.reached = folder.resolve(name + ".reached");
    this.opened = folder.resolve(name + ".open");
  }

  /** Waits until an agent is there. */
  public Gate awaitReached() {
    Await.until(() -> Files.exists(reached), "an agent at " + reached);
    return this;
  }

  /** Lets the agent go on, now or when it comes. */
  public void open() {
    try {
      Files.write(opened, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file that an agent makes when it is there. */
  public Path reached() {
    return reached;
  }

  /** Returns the file that lets it go on. */
  public Path opened() {
    return opened;
  }
}
