package dev.aidp.workloop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.Resolution;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Names;
import dev.aidp.run.UnitReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a unit's work.
 *
 * @param report completed, failed, or skipped
 * @param outputs the artifacts it left
 * @param resolutions how conflicts among its dependencies were settled, if its work passed
 * @param receipts what became of the instructions that have come to an end in it; none where it is
 *     missing
 * @param unused instructions that were in no prompt
 * @param cancelled whether it ended because it was told to
 * @param clashed keys of conflicts among its dependencies that the resolver could not settle
 * @param parts what it is to be divided into, where that is all that was done; else null
 */
public record UnitResult(
    UnitReport report,
    List<Artifact> outputs,
    List<Resolution> resolutions,
    List<InstructionReceipt> receipts,
    List<Instruction> unused,
    boolean cancelled,
    List<String> clashed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Parts parts) {

  /**
   * What a unit is to be divided into.
   *
   * @param plan the plan of its parts, by reference
   * @param turns what evidence says of the planner's turns, in parts by reference
   */
  public record Parts(String plan, List<String> turns) {

    /** Refuses a name that is none. */
    public Parts {
      Names.file(plan);
      turns = ImmutableList.copyOf(turns);
    }
  }

  /** Copies the collections. */
  @SuppressWarnings("ConstantValue")
  public UnitResult {
    outputs = ImmutableList.copyOf(outputs);
    resolutions = ImmutableList.copyOf(resolutions);
    receipts = receipts == null ? ImmutableList.of() : ImmutableList.copyOf(receipts);
    unused = ImmutableList.copyOf(unused);
    clashed = ImmutableList.copyOf(clashed);
  }

  /** Makes the result of a unit whose dependencies went together. */
  public UnitResult(
      UnitReport report,
      List<Artifact> outputs,
      List<Resolution> resolutions,
      List<InstructionReceipt> receipts,
      List<Instruction> unused,
      boolean cancelled) {
    this(report, outputs, resolutions, receipts, unused, cancelled, ImmutableList.of());
  }

  /** Makes the result of a unit that was worked on. */
  public UnitResult(
      UnitReport report,
      List<Artifact> outputs,
      List<Resolution> resolutions,
      List<InstructionReceipt> receipts,
      List<Instruction> unused,
      boolean cancelled,
      List<String> clashed) {
    this(report, outputs, resolutions, receipts, unused, cancelled, clashed, null);
  }
}
