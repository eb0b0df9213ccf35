package dev.aidp.workloop;

import dev.aidp.agent.TurnRequest;
import dev.aidp.command.ChecksRequest;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * One iteration of a unit's loop.
 *
 * @param turn the turn
 * @param checks what must be green on what it leaves; its own tree is the one that the turn finds
 * @param node what else the unit must leave
 * @param start what the unit's work began from
 * @param last whether there is no further iteration if this one is not enough: red checks count for
 *     that only where a clean checkout is red too
 */
@RecordBuilder
public record IterationRequest(
    TurnRequest turn, ChecksRequest checks, PlanNode node, TreeState start, boolean last)
    implements IterationRequestBuilder.With {}
