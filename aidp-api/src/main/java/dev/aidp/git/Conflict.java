package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A textual conflict between what has joined and a unit.
 *
 * @param unit who could not join
 * @param with which of those that have joined clash with it, at least one where it can be told
 * @param files the conflicting paths as they are in {@code marked}, in git's order; where a path is
 *     a file of one side and a folder, or another kind of file, of the other, git has moved one of
 *     them aside
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
    List<JoinRequest.UnitHead> sides,
    @Nullable String base,
    @Nullable String entries) {

  /**
   * How git moves a path aside that both sides have as different things: to {@code PATH~COMMIT}.
   */
  private static final Pattern ASIDE = Pattern.compile("(.+)~[0-9a-f]{40,64}(?:_\\d+)?");

  /** Refuses names that are none; copies the collections. */
  public Conflict {
    Names.branch(unit);
    Names.object(marked);
    Names.file(key);
    Names.objectOrNull(base);
    Names.objectOrNull(entries);
    with = ImmutableList.copyOf(with);
    files = ImmutableList.copyOf(files);
    sides = ImmutableList.copyOf(sides);
  }

  /** Returns the name by which a side knows {@code path}, which git may have moved aside. */
  public static String name(String path) {
    Matcher aside = ASIDE.matcher(path);
    return aside.matches() ? aside.group(1) : path;
  }

  /** Returns the conflicting paths by the names that the sides know them by. */
  public List<String> names() {
    return files.stream().map(Conflict::name).distinct().collect(ImmutableList.toImmutableList());
  }

  /** Returns the same conflict, with those of {@code other} before its own. */
  public Conflict alsoWith(Conflict other) {
    return new Conflict(
        unit,
        ImmutableList.<String>builder().addAll(other.with).addAll(with).build(),
        files,
        marked,
        key,
        ImmutableList.<JoinRequest.UnitHead>builder()
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
