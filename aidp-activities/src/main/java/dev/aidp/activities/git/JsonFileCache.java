package dev.aidp.activities.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.run.Names;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Values on disk by their key, each a file of JSON; whatever is broken or lost is as if it had
 * never been known. Safe for use by many threads and processes.
 */
public final class JsonFileCache<T> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Class<T> type;

  /** Makes them in {@code folder}, which need not exist. */
  public JsonFileCache(Path folder, Class<T> type) {
    this.folder = folder;
    this.type = type;
  }

  /** Returns what is kept under {@code key}, or empty. */
  public Optional<T> get(String key) {
    try {
      T value = JSON.readValue(file(key).toFile(), type);
      Files.setLastModifiedTime(file(key), FileTime.from(Instant.now()));
      return Optional.of(value);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps {@code value} under {@code key}, a file's name. */
  public void put(String key, T value) {
    Path file = file(key);
    try {
      PrivateFiles.folder(folder);
      PrivateFiles.replace(file, text(value));
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }

  /**
   * Forgets what was neither kept nor asked for since {@code before}, and returns how much that is.
   *
   * @param only whether it is only counted
   */
  public int forget(Instant before, boolean only) {
    int forgotten = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          forgotten++;
          if (!only) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever kept, or somebody else forgets it too.
    } catch (IOException e) {
      throw Storage.failed("The folder " + folder + " cannot be read", e);
    }
    return forgotten;
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This has no JSON form: " + value, e);
    }
  }

  private Path file(String key) {
    return folder.resolve(Names.file(key + ".json"));
  }
}
