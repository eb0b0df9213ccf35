package dev.aidp.activities.agent;

import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.agent.TurnRequest;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A turn to be taken.
 *
 * @param request what it is
 * @param provider who takes it
 * @param memory what is kept of the unit's turns
 * @param turn what tells it from all others
 * @param allowance what it may spend
 * @param left what an earlier start of it has left, if there was one
 * @param files the agent's inputs and outputs
 * @param log where people follow it
 */
record TurnAttempt(
    TurnRequest request,
    AgentProvider provider,
    TurnMemory memory,
    String turn,
    Allowance.Granted allowance,
    Optional<Interrupted> left,
    InputsAndOutputs files,
    UnitLog log) {

  /** Notes that the turn has begun, its session if that is known, and what it has used so far. */
  void note(@Nullable String session, Usage used) {
    if (request.asked().agent().command() != null) {
      return; // of a command nothing is known that could be gone on with
    }
    try {
      memory.begin(new TurnMemory.Begun(turn, provider.name(), session, used));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
