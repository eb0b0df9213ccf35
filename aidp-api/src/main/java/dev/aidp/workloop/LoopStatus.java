package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop answers when asked how it stands.
 *
 * @param phase within the iteration
 * @param paused whether it waits for {@code resume}
 * @param unit its unit
 * @param failing what the last iteration lacked to be done: the names of red checks, then the rest
 *     in a few words each
 * @param parked whom it waits for, or null while it does not
 * @param waiting what it waits for a person for, or null while it does not
 * @param receipts what became of what it was told
 * @param reviewing whether a reviewer looks at what would be done
 */
public record LoopStatus(
    LoopPhase phase,
    boolean paused,
    UnitReport unit,
    List<String> failing,
    @Nullable AwaitedAgents parked,
    @Nullable Waiting waiting,
    List<InstructionReceipt> receipts,
    boolean reviewing) {

  /** Copies the lists. */
  public LoopStatus {
    failing = ImmutableList.copyOf(failing);
    receipts = ImmutableList.copyOf(receipts);
  }
}
