package dev.aidp.activities.artifact;

import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;

/** An artifact that has come whole from another store, and is not in its place here yet. */
public final class Incoming implements AutoCloseable {

  private final Draft draft;
  private final boolean genuine;
  private final Set<String> named;
  private final Path folder;
  private final String name;

  private Incoming(Draft draft, boolean genuine, Set<String> named, Path folder, String name) {
    this.draft = draft;
    this.genuine = genuine;
    this.named = named;
    this.folder = folder;
    this.name = name;
  }

  static Incoming of(String ref, InputStream bytes, Draft draft, Path folder, String name)
      throws IOException {
    boolean done = false;
    try {
      byte[] buffer = new byte[64 << 10];
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        draft.write(buffer, 0, n);
      }
      boolean genuine = draft.ref().equals(ref);
      Set<String> named = ArtifactSweep.named(draft.seal());
      done = true;
      return new Incoming(draft, genuine, named, folder, name);
    } finally {
      if (!done) {
        draft.close();
      }
    }
  }

  /** Returns whether its bytes are those that its name says. */
  public boolean genuine() {
    return genuine;
  }

  /** Returns what it names in turn. */
  public Set<String> named() {
    return named;
  }

  /** Puts it in its place. */
  public void keep() {
    try {
      draft.moveTo(folder, name);
    } catch (IOException e) {
      throw UnusableException.ofStorage("The artifact " + folder + "/" + name + " stays away", e);
    }
  }

  @Override
  public void close() {
    try {
      draft.close();
    } catch (IOException e) {
      // It is swept away one day.
    }
  }
}
