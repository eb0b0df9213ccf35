package dev.aidp.activities.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that only their owner may read, whatever the umask says: prompts, replies and
 * logs are nobody else's business.
 */
public final class PrivateFiles {

  private static final FileAttribute<?>[] FILE = only("rw-------");
  private static final FileAttribute<?>[] FOLDER = only("rwx------");

  private PrivateFiles() {}

  /** Some file systems know no permissions. */
  private static FileAttribute<?>[] only(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes {@code folder} and those above it where they are missing. */
  public static Path folder(Path folder) throws IOException {
    return Files.createDirectories(folder, FOLDER);
  }

  /** Makes the folder of {@code file}. */
  public static void folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder, FOLDER);
    }
  }

  /** Makes {@code file} with nothing in it unless it is there. */
  public static Path file(Path file) throws IOException {
    try {
      return Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException e) {
      return file;
    }
  }

  /** Opens {@code file} as {@link FileChannel#open} does. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), FILE);
  }

  /** Writes {@code text} into {@code file}, instead of what is there. */
  public static Path write(Path file, CharSequence text) throws IOException {
    return Files.writeString(file(file), text, StandardCharsets.UTF_8);
  }

  /** Does what {@link #replace(Path, byte[])} does, in UTF-8. */
  public static void replace(Path file, CharSequence text) throws IOException {
    replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Makes {@code file} anew, whatever is there: it appears whole or not at all, and a link in its
   * place leads nowhere. Its folder must exist.
   */
  public static void replace(Path file, byte[] bytes) throws IOException {
    replace(file, bytes, false);
  }

  /**
   * Does what {@link #replace(Path, byte[])} does.
   *
   * @param force whether what is written is on the disk before it appears
   */
  public static void replace(Path file, byte[] bytes, boolean force) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().resolveSibling(""), "draft-", ".new");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        if (force) {
          channel.force(true);
        }
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
