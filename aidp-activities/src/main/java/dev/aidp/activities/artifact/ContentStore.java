package dev.aidp.activities.artifact;

import com.google.common.base.Throwables;
import dev.aidp.activities.secret.Redactor;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/** The artifact store as a folder: {@code ab/cdef…} holds what has the SHA-256 {@code abcdef…}. */
public final class ContentStore implements ArtifactStore {

  private static final Pattern REF = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Secrets secrets;

  /**
   * Makes one in {@code folder}, which need not exist yet; what is stored holds none of {@code
   * secrets}.
   */
  public ContentStore(Path folder, Secrets secrets) {
    this.folder = folder;
    this.secrets = secrets;
  }

  @Override
  public String put(InputStream bytes) throws IOException {
    try (Draft draft = Draft.in(folder)) {
      Redactor redactor = secrets.redactor(draft::write);
      byte[] buffer = new byte[64 << 10];
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        redactor.take(buffer, 0, n);
      }
      redactor.end();
      String ref = draft.ref();
      draft.moveTo(folder(ref), name(ref));
      return ref;
    } catch (Draft.WriteException e) {
      throw UnusableException.ofStorage(
          "The artifact store " + folder + " cannot be written", Throwables.getRootCause(e));
    }
  }

  @Override
  public InputStream open(String ref) throws IOException {
    if (!REF.matcher(ref).matches()) {
      throw new NoSuchElementException("There is no artifact " + ref + ".");
    }
    // One that a sweep has set aside may be put back between the first look and the second.
    for (Path place : List.of(path(ref), ArtifactSweep.aside(folder).resolve(ref))) {
      try {
        return Files.newInputStream(place);
      } catch (NoSuchFileException e) {
        // It may be in the next place.
      }
    }
    try {
      return Files.newInputStream(path(ref));
    } catch (NoSuchFileException e) {
      throw new NoSuchElementException("There is no artifact " + ref + ".", e);
    }
  }

  /**
   * Keeps what {@code text} names from being swept away, as if it were stored just now; returns
   * whether all of it is there.
   */
  public boolean keep(String text) {
    ReferenceScan scan = new ReferenceScan();
    scan.take(text);
    try {
      boolean all = true;
      for (String ref : scan.found()) {
        all &= Draft.touched(path(ref));
      }
      return all;
    } catch (IOException e) {
      throw UnusableException.ofStorage("The artifact store " + folder + " cannot be written", e);
    }
  }

  /** Returns whether it is stored. */
  public boolean has(String ref) {
    return Files.exists(path(ref));
  }

  /**
   * Stores what another store has kept as {@code ref}, byte for byte; does nothing if the bytes are
   * others.
   */
  public void copy(String ref, byte[] bytes) {
    try (Draft draft = Draft.in(folder)) {
      draft.write(bytes, 0, bytes.length);
      if (draft.ref().equals(ref)) {
        draft.moveTo(folder(ref), name(ref));
      }
    } catch (IOException e) {
      throw UnusableException.ofStorage("The artifact store " + folder + " cannot be written", e);
    }
  }

  /**
   * Takes in what another store has as {@code ref}; it is here once it is kept.
   *
   * @throws UnusableException if it cannot be written here
   */
  public Incoming receive(String ref, InputStream bytes) throws IOException {
    try {
      return Incoming.of(ref, bytes, Draft.in(folder), folder(ref), name(ref));
    } catch (Draft.WriteException e) {
      throw UnusableException.ofStorage("The artifact store " + folder + " cannot be written", e);
    }
  }

  /** Returns the file of what is stored as {@code ref}. */
  public Path file(String ref) {
    Path aside = ArtifactSweep.aside(folder).resolve(ref);
    return Files.exists(path(ref)) || !Files.exists(aside) ? path(ref) : aside;
  }

  private Path path(String ref) {
    return folder(ref).resolve(name(ref));
  }

  private Path folder(String ref) {
    return folder.resolve(ref.substring(0, 2));
  }

  private static String name(String ref) {
    return ref.substring(2);
  }
}
