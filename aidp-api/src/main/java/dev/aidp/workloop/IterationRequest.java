package dev.aidp.workloop;

import dev.aidp.agent.TurnRequest;
import dev.aidp.command.ChecksRequest;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of a unit's loop.
 *
 * @param turn the turn
 * @param checks what must be green on what it leaves; its own tree is the one that the turn finds
 * @param node what else the unit must leave
 * @param start what the unit's attempt began from; its tree is empty where the worktree does not
 *     stand yet, which the first iteration of an attempt makes at its head
 * @param taken the turn, if it was recorded by a step of its own: only its checks are wanted
 * @param last whether there is no further iteration if this one is not enough: red checks count for
 *     that only where a clean checkout is red too
 */
@RecordBuilder
public record IterationRequest(
    TurnRequest turn,
    ChecksRequest checks,
    PlanNode node,
    TreeState start,
    @Nullable IterationResult taken,
    boolean last)
    implements IterationRequestBuilder.With {}
