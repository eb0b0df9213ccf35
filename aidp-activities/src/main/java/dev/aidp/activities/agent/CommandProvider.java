package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.agent.provider.PlainReader;
import dev.aidp.activities.process.Launch;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Permission;

/**
 * The agent that is any command: nothing is known of it but its output and its exit code. A unit's
 * own command is one that reads no prompt.
 */
record CommandProvider(String name) implements AgentProvider {

  static final ImmutableList<AgentProvider> BOTH =
      ImmutableList.of(
          new CommandProvider(AgentChoice.COMMAND), new CommandProvider(AgentChoice.STEP));

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.PromptWay.STDIN, ImmutableSet.of(), ImmutableSet.copyOf(Permission.values()));
  }

  @Override
  public Invocation invocation(AgentTurn order) {
    return new Invocation(
        Launch.shell(command(order.agent())),
        ImmutableMap.of(),
        ImmutableSet.of(),
        name.equals(AgentChoice.COMMAND));
  }

  private static String command(AgentChoice agent) {
    String command = agent.command();
    if (command == null) {
      throw new StepFailedException(
          Failure.of(FailureKind.PERMANENT, "An agent that is a command has none."));
    }
    return command;
  }

  @Override
  public TurnReader reader(AgentTurn order) {
    return new PlainReader();
  }
}
