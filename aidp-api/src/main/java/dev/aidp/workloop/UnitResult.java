package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.Resolution;
import dev.aidp.run.Instruction;
import dev.aidp.run.UnitReport;
import java.util.List;

/**
 * What came of a unit's work.
 *
 * @param report completed, failed, or skipped
 * @param outputs the artifacts it left
 * @param resolutions how conflicts among its dependencies were settled, if its work passed
 * @param used ids of the instructions that were in the prompt of a recorded turn
 * @param unused instructions that were in no prompt
 * @param cancelled whether it ended because it was told to
 * @param clashed keys of conflicts among its dependencies that the resolver could not settle
 */
public record UnitResult(
    UnitReport report,
    List<Artifact> outputs,
    List<Resolution> resolutions,
    List<String> used,
    List<Instruction> unused,
    boolean cancelled,
    List<String> clashed) {

  /** Copies the collections. */
  public UnitResult {
    outputs = ImmutableList.copyOf(outputs);
    resolutions = ImmutableList.copyOf(resolutions);
    used = ImmutableList.copyOf(used);
    unused = ImmutableList.copyOf(unused);
    clashed = ImmutableList.copyOf(clashed);
  }

  /** Makes the result of a unit whose dependencies went together. */
  public UnitResult(
      UnitReport report,
      List<Artifact> outputs,
      List<Resolution> resolutions,
      List<String> used,
      List<Instruction> unused,
      boolean cancelled) {
    this(report, outputs, resolutions, used, unused, cancelled, ImmutableList.of());
  }
}
