package dev.aidp.activities.artifact;

import dev.aidp.activities.process.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * An artifact that is being written under a name of its own; closed before it is moved, nothing of
 * it stays.
 */
final class Draft implements AutoCloseable {

  /** The store could not be written, which is no fault of whoever gives the bytes. */
  static final class WriteException extends IOException {
    private static final long serialVersionUID = 1L;

    WriteException(IOException cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
  }

  private static final int TRIES = 5;

  private final Path file;

  /**
   * A stream, not a channel: a channel would be closed by the interrupt of a step that is
   * cancelled.
   */
  private final FileOutputStream out;

  private final MessageDigest digest = sha256();
  private long size;
  private boolean sealed;

  private Draft(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  static Draft in(Path folder) throws WriteException {
    try {
      Path file = PrivateFiles.folder(folder(folder)).resolve(UUID.randomUUID().toString());
      return new Draft(file, new FileOutputStream(PrivateFiles.file(file).toFile()));
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  static Path folder(Path store) {
    return store.resolve("drafts");
  }

  void write(byte[] bytes, int offset, int count) throws WriteException {
    digest.update(bytes, offset, count);
    try {
      out.write(bytes, offset, count);
      size += count;
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  /** Returns the SHA-256 of all that was written; nothing may be written afterwards. */
  String ref() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the file, of which nothing is written any more. */
  Path seal() throws WriteException {
    try {
      if (!sealed) {
        out.getFD().sync();
        out.close();
        sealed = true;
      }
      return file;
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  /** Moves it to its place, durably: a recorded reference must outlive a power cut. */
  void moveTo(Path folder, String name) throws WriteException {
    Path place = folder.resolve(name);
    try {
      if (Files.isRegularFile(place) && place.toFile().length() == size && touched(place)) {
        return;
      }
      move(seal(), folder, place);
      flushNames(folder);
      flushNames(folder.resolve(".."));
    } catch (IOException e) {
      throw new WriteException(e);
    }
  }

  /**
   * Says of a stored file that it is stored just now, so that no sweep takes it away; returns
   * whether it was there.
   */
  static boolean touched(Path place) throws IOException {
    try {
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A sweep may remove the folder if nothing is in it yet. */
  private static void move(Path file, Path folder, Path place) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        PrivateFiles.folder(folder);
        Files.move(
            file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return;
      } catch (NoSuchFileException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static void flushNames(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (ClosedByInterruptException e) {
      // The step is being cancelled, so nothing is recorded that needs the file.
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
