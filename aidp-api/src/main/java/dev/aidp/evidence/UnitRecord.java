package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit's work.
 *
 * @param id the unit
 * @param task its task's text
 * @param commit the tip of its branch
 * @param tree the tree of that
 * @param tries how often it was tried
 * @param turns every recorded turn of its coder and its reviewer, failed ones included, in order
 * @param spent what its agents said they used
 * @param evidence in a merge, the unit's own evidence; null where there is none
 */
@RecordBuilder
public record UnitRecord(
    String id,
    String task,
    String commit,
    String tree,
    @JsonUnwrapped UnitReport.Tries tries,
    List<TurnRecord> turns,
    @JsonUnwrapped Spent spent,
    @Nullable String evidence)
    implements UnitRecordBuilder.With {

  /**
   * What work has used.
   *
   * @param costUsd in dollars
   * @param tokens of all kinds
   */
  public record Spent(@JsonProperty("cost_usd") double costUsd, long tokens) {

    /** Returns this of {@code usage}. */
    public static Spent of(Usage usage) {
      return new Spent(usage.costUsd(), usage.tokens());
    }
  }

  /** Copies the turns. */
  public UnitRecord {
    turns = ImmutableList.copyOf(turns);
  }
}
