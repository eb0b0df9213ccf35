package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.wire.WireNamed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence file of a commit: who did what, and what was checked on exactly its tree. Every hash
 * in it that is no git object is a SHA-256 of what the artifact store holds.
 *
 * @param schema {@link #SCHEMA}, or what an older or newer Aidp wrote
 * @param kind what the commit is
 * @param subject the commit
 * @param units of a merge the units in it, in the order they joined; else the one unit
 * @param checks what ran on the commit's tree, in the order it was asked for
 * @param merge how it was merged; null for a unit
 * @param warnings of a unit what a person should know, such as what a reviewer found and was left
 *     so
 */
public record Evidence(
    int schema,
    Kind kind,
    Subject subject,
    List<UnitRecord> units,
    List<CheckRecord> checks,
    @Nullable MergeFacts merge,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

  /** The version of this form; fields may be added within it, never renamed. */
  public static final int SCHEMA = 1;

  /** Copies the collections; takes no warnings for none. */
  @SuppressWarnings("ConstantValue")
  public Evidence {
    units = ImmutableList.copyOf(units);
    checks = ImmutableList.copyOf(checks);
    warnings = warnings == null ? ImmutableList.of() : ImmutableList.copyOf(warnings);
  }

  /** What a commit is. */
  public enum Kind implements WireNamed {
    /** The tip of one unit's branch. */
    UNIT,
    /** The result of a merge. */
    MERGE
  }

  /**
   * A commit, and the run that made it.
   *
   * @param commit the commit
   * @param tree its tree
   * @param base the commit that the work began from
   * @param run the run's id
   * @param generation the run's generation
   * @param plan the plan
   */
  public record Subject(
      String commit, String tree, String base, String run, int generation, String plan) {}
}
