package dev.aidp.activities.artifact;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  private final Path file;

  /**
   * A stream, not a channel: a channel would be closed by the interrupt of a step that is
   * cancelled.
   */
  private final FileOutputStream out;

  private final MessageDigest digest = sha256();
  private long size;

  private Draft(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  static Draft in(Path folder) throws WriteException {
    try {
      Path file =
          Files.createDirectories(folder.resolve("drafts")).resolve(UUID.randomUUID().toString());
      return new Draft(file, new FileOutputStream(file.toFile()));
    } catch (IOException e) {
      throw new WriteException(e);
    }
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

  /** Moves it to its place, durably: a recorded reference must outlive a power cut. */
  void moveTo(Path folder, String name) throws WriteException {
    Path place = folder.resolve(name);
    try {
      if (Files.isRegularFile(place) && Files.size(place) == size) {
        return;
      }
      out.getFD().sync();
      out.close();
      Files.createDirectories(folder);
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flushNames(folder);
      flushNames(folder.resolve(".."));
    } catch (IOException e) {
      throw new WriteException(e);
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
