package dev.aidp.activities.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock that all processes on this host share which know its file. It ends when it is closed, and
 * with its process.
 */
public final class HostLock implements Closeable {

  /**
   * Those of this process: the system's locks do not keep its threads from each other, and are lost
   * when any of them closes the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final @Nullable FileChannel channel;

  private HostLock(Path file, @Nullable FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock {@code file}, or returns empty if somebody else holds it. Where there can be no
   * such file, it holds in this process only.
   */
  public static Optional<HostLock> take(Path file) {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      PrivateFiles.folderOf(file);
      channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new HostLock(file, channel));
      }
      channel.close();
      HELD.remove(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new HostLock(file, channel));
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock is gone all the same.
    } finally {
      HELD.remove(file);
    }
  }

  /**
   * Returns the folder of this user's locks: the same one for all processes that have the same
   * {@code environment}, in the first place of these that can be written.
   */
  static Path folder(Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    for (String name : List.of("XDG_RUNTIME_DIR", "XDG_CACHE_HOME")) {
      String place = environment.getOrDefault(name, "");
      if (place.startsWith("/")) {
        places.add(Path.of(place, "aidp"));
      }
    }
    places.add(Path.of(System.getProperty("user.home"), ".cache", "aidp"));
    Path last =
        Path.of(System.getProperty("java.io.tmpdir"), "aidp-" + System.getProperty("user.name"));
    return places.stream().filter(HostLock::writable).findFirst().orElse(last).resolve("locks");
  }

  private static boolean writable(Path place) {
    try {
      return Files.isWritable(Files.createDirectories(place));
    } catch (IOException e) {
      return false;
    }
  }
}
