package dev.aidp.activities.artifact;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A folder that all hosts reach. It is never made: one that is not mounted must not seem empty. */
record FolderObjects(Path root) implements ObjectStore {

  /** What a file system does, which may refuse it. */
  @FunctionalInterface
  private interface Doing<T> {
    T perform() throws IOException;
  }

  @Override
  public String shown() {
    return root.toString();
  }

  @Override
  public void demand() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(
          root.toString(), null, "no such folder; it must be there on every host");
    }
    if (!Files.isWritable(root)) {
      throw refused(new AccessDeniedException(root.toString()));
    }
  }

  private static UnusableException refused(AccessDeniedException why) {
    return UnusableException.ofStorage("The folder of artifacts refuses", why);
  }

  private static <T> T allowed(Doing<T> doing) throws IOException {
    try {
      return doing.perform();
    } catch (AccessDeniedException e) {
      throw refused(e);
    }
  }

  @Override
  public boolean has(String key) throws IOException {
    demand();
    return Files.exists(root.resolve(key));
  }

  @Override
  public Optional<InputStream> open(String key) throws IOException {
    try {
      return Optional.of(allowed(() -> Files.newInputStream(root.resolve(key))));
    } catch (NoSuchFileException e) {
      demand();
      return Optional.empty();
    }
  }

  @Override
  public void put(String key, Path file) throws IOException {
    demand();
    Path place = root.resolve(key);
    Path folder = place.resolveSibling("");
    allowed(() -> Files.createDirectories(folder));
    Path draft = folder.resolve(".%s.%s".formatted(place.getFileName(), UUID.randomUUID()));
    try {
      // As a stream: who may read it there is for the folder to say, not for the file here.
      try (InputStream bytes = Files.newInputStream(file)) {
        allowed(() -> Files.copy(bytes, draft));
      }
      flush(draft, StandardOpenOption.WRITE);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flush(folder, StandardOpenOption.READ);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A reference that is recorded must outlive a power cut. */
  private static void flush(Path file, StandardOpenOption access) throws IOException {
    try (FileChannel bytes = FileChannel.open(file, access)) {
      bytes.force(true);
    }
  }

  @Override
  public List<String> keys(String folder) throws IOException {
    demand();
    List<String> keys = new ArrayList<>();
    if (Files.isDirectory(root.resolve(folder))) {
      Files.walkFileTree(
          root.resolve(folder),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              keys.add(root.relativize(file).toString());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
              if (why instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // another one removes as well
              }
              throw why;
            }
          });
    }
    return keys;
  }

  @Override
  public void remove(String key) throws IOException {
    Path place = root.resolve(key);
    allowed(() -> Files.deleteIfExists(place));
    try {
      for (Path above = place.getParent();
          above != null && !above.equals(root);
          above = above.getParent()) {
        Files.deleteIfExists(above);
      }
    } catch (DirectoryNotEmptyException e) {
      // Something else is there.
    }
  }
}
