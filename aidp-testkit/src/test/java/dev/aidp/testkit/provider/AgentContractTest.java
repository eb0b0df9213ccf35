package dev.aidp.testkit.provider;

import dev.aidp.provider.Agent;
import dev.aidp.testkit.agent.CodedAgent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The contract holds for the kit's own agent. */
class AgentContractTest extends AgentContract {

  @Override
  protected Agent agent() {
    return (turn, listener) -> {
      if (turn.prompt().text().contains("Count")) {
        TimeUnit.MINUTES.sleep(10);
      }
      return CodedAgent.writing("made.txt", "made\n").turn(turn, listener);
    };
  }

  @Override
  protected String task() {
    return "Write 'made' into made.txt.";
  }

  @Override
  protected Optional<String> longTask() {
    return Optional.of("Count to a million.");
  }
}
