package dev.aidp.activities.git;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.layout.Owner;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes a file or a folder with all in it; follows no link, and opens folders that were closed to
 * their owner.
 */
public final class Removal {

  private static final ImmutableSet<PosixFilePermission> OPEN =
      ImmutableSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** A process that is just ending may still put a file into a folder that was empty. */
  private static final int TRIES = 5;

  private Removal() {}

  /** Removes {@code path}; what is gone already is no error. */
  public static void of(Path path) {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.walkFileTree(path, new Remover());
        }
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        last = e;
      } catch (IOException e) {
        throw failed(path, e);
      }
    }
    throw failed(path, last);
  }

  /** Removes a folder if nothing is in it; returns whether it is gone. */
  static boolean ofEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false; // Somebody else's.
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static StepFailedException failed(Path path, @Nullable IOException cause) {
    Path file =
        cause instanceof FileSystemException e && e.getFile() != null ? Path.of(e.getFile()) : path;
    String why =
        Owner.of(file)
            .or(() -> Optional.ofNullable(file.getParent()).flatMap(Owner::of))
            .map(whose -> whose + " (what a container makes belongs to its root)")
            .orElse(" (" + cause + ")");
    String message =
        "%s cannot be removed, because of %s%s. Remove it: sudo rm -rf '%s'."
            .formatted(path, file, why, path);
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      open(file.toAbsolutePath().getParent());
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    /** A folder that may not be read is reported here. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        throw cause;
      }
      Files.setPosixFilePermissions(file, OPEN);
      Files.walkFileTree(file, this);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause)
        throws IOException {
      open(folder.toAbsolutePath().getParent());
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }

    private static void open(@Nullable Path folder) throws IOException {
      if (folder != null && !Files.isWritable(folder)) {
        Files.setPosixFilePermissions(folder, OPEN);
      }
    }
  }
}
