package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a conflict was settled.
 *
 * @param key the conflict's {@link Conflict#key()}
 * @param files the settled files
 */
public record Resolution(String key, List<Settled> files) {

  /**
   * One settled file.
   *
   * @param path its path
   * @param blob its content as a git blob, or null if it shall not exist
   * @param mode its git mode, such as {@code 100644}
   * @param before for a file that did not conflict: the blob it had, or empty if it was not there;
   *     null for one that did
   */
  public record Settled(String path, @Nullable String blob, String mode, @Nullable String before) {

    /** Refuses names that are none; git refuses paths that lead out of its tree. */
    public Settled {
      Names.objectOrNull(blob);
      Names.object(mode);
      if (before != null && !before.isEmpty()) {
        Names.object(before);
      }
    }

    /** Makes a settled file that conflicted. */
    public Settled(String path, @Nullable String blob, String mode) {
      this(path, blob, mode, null);
    }
  }

  /** Refuses a key that is no name of a file, as it is kept in one; copies the files. */
  public Resolution {
    Names.file(key);
    files = ImmutableList.copyOf(files);
  }
}
