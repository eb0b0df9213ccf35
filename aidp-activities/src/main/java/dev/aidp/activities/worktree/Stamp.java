package dev.aidp.activities.worktree;

import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was prepared in a working copy. It is an ignored file of that: whoever removes the ignored
 * files removes what was prepared and says so.
 */
final class Stamp {

  private static final String FILE = ".aidp/prepared";

  private final Path folder;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Stamp(Path folder) {
    this.folder = folder;
  }

  /** Reads that of the working copy in {@code folder}. */
  static Stamp in(Path folder) throws IOException {
    Stamp stamp = new Stamp(folder);
    if (!FilePlacement.isWithin(folder, FILE)) {
      return stamp;
    }
    try {
      List<String> parts = List.of(Files.readString(folder.resolve(FILE)).split("\0", -1));
      for (int i = 0; i + 1 < parts.size(); i += 2) {
        stamp.values.put(parts.get(i), parts.get(i + 1));
      }
    } catch (NoSuchFileException e) {
      // Nothing was prepared yet.
    }
    return stamp;
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Changes a value; it appears whole or not at all. */
  void set(String key, String value) throws IOException {
    if (value.equals(values.put(key, value))) {
      return;
    }
    StringBuilder text = new StringBuilder();
    values.forEach((name, said) -> text.append(name).append('\0').append(said).append('\0'));
    if (FilePlacement.makeParents(folder, FILE)) {
      PrivateFiles.replace(folder.resolve(FILE), text);
    }
  }
}
