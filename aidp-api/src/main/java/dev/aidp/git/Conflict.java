package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A textual conflict between what has joined and a unit.
 *
 * @param unit who could not join
 * @param with which of those that have joined clash with it, at least one where it can be told
 * @param files the conflicting paths, in git's order
 * @param marked the tree of the merge, with conflict markers in its files
 * @param key names the two sides by their content: the same key means the same conflict
 * @param sides the work of {@code unit}, then of each of {@code with}
 * @param base a commit that both sides come from, or null if there is none
 * @param entries a git blob with the entries of an index in which the conflict is open, or null
 *     where nobody knows them
 */
public record Conflict(
    String unit,
    List<String> with,
    List<String> files,
    String marked,
    String key,
    List<Joining.Tip> sides,
    @Nullable String base,
    @Nullable String entries) {

  /** Copies the collections. */
  public Conflict {
    with = ImmutableList.copyOf(with);
    files = ImmutableList.copyOf(files);
    sides = ImmutableList.copyOf(sides);
  }

  /** Returns the same conflict, with those of {@code other} before its own. */
  public Conflict alsoWith(Conflict other) {
    return new Conflict(
        unit,
        ImmutableList.<String>builder().addAll(other.with).addAll(with).build(),
        files,
        marked,
        key,
        ImmutableList.<Joining.Tip>builder()
            .addAll(sides.subList(0, Math.min(1, sides.size())))
            .addAll(other.sides.subList(Math.min(1, other.sides.size()), other.sides.size()))
            .addAll(sides.subList(Math.min(1, sides.size()), sides.size()))
            .build(),
        base,
        entries);
  }

  /** Makes a conflict of which only the content is known. */
  public Conflict(String unit, List<String> with, List<String> files, String marked, String key) {
    this(unit, with, files, marked, key, ImmutableList.of(), null, null);
  }
}
