package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.wire.WireNamed;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the work of a unit may change, judged on the difference between what the unit began with and
 * what a turn left. A glob or path that names a folder holds for all in it.
 *
 * @param include globs outside of which nothing may be changed; none: everything may
 * @param exclude globs of what must not be changed, in whatever case it is written
 * @param confirm globs of what is committed only after a person has approved it
 * @param protectedPaths paths that must not be changed, as they are written or in another case
 * @param maxLines most lines that a unit may add and remove together, or null
 * @param maxFiles most files that a unit may change, or null
 * @param forbidden what must not be added to any file
 * @param patience after so many iterations in a row that violate the same guard the unit is given
 *     up
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DiffGuards(
    List<String> include,
    List<String> exclude,
    List<String> confirm,
    List<String> protectedPaths,
    @Nullable Integer maxLines,
    @Nullable Integer maxFiles,
    Forbidden forbidden,
    int patience)
    implements DiffGuardsBuilder.With {

  /** The usual patience. */
  public static final int PATIENCE = 3;

  /** Any path may be changed, but no conflict marker and no secret may be added. */
  public static final DiffGuards USUAL =
      new DiffGuards(
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          null,
          null,
          Forbidden.USUAL,
          PATIENCE);

  /** Nothing is judged. */
  public static final DiffGuards NONE =
      USUAL.withForbidden(new Forbidden(ImmutableList.of(), ImmutableMap.of()));

  /** Copies the lists. */
  public DiffGuards {
    include = copy(include);
    exclude = copy(exclude);
    confirm = copy(confirm);
    protectedPaths = copy(protectedPaths);
    forbidden = forbidden == null ? Forbidden.USUAL : forbidden;
  }

  private static ImmutableList<String> copy(@Nullable List<String> list) {
    return list == null ? ImmutableList.of() : ImmutableList.copyOf(list);
  }

  /** What can be told from the content of a file. */
  public enum Content implements WireNamed {
    /** A line with which git marks the side of a conflict. */
    CONFLICT_MARKERS,
    /** A private key, or what looks like a token of a known service. */
    SECRETS
  }

  /**
   * What must not be added.
   *
   * @param content what Aidp knows by itself
   * @param patterns regular expressions that no added line may match a part of, by their names
   */
  public record Forbidden(List<Content> content, Map<String, String> patterns) {

    /** All that Aidp knows by itself. */
    public static final Forbidden USUAL =
        new Forbidden(
            ImmutableList.of(Content.CONFLICT_MARKERS, Content.SECRETS), ImmutableMap.of());

    /** Copies the collections. */
    public Forbidden {
      content = ImmutableList.copyOf(content);
      patterns = patterns == null ? ImmutableMap.of() : ImmutableMap.copyOf(patterns);
    }

    /** Returns whether nothing is. */
    public boolean none() {
      return content.isEmpty() && patterns.isEmpty();
    }
  }
}
