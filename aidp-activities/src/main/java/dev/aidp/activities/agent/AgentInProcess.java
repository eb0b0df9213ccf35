package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Invocation;
import dev.aidp.run.Permission;
import java.util.regex.Pattern;

/**
 * An agent that is code of this process, among those that are programs: its turns are run by the
 * same rules, but on a thread. Immutable.
 */
public final class AgentInProcess implements AgentProvider {

  private static final FailureHints FAILURES =
      new FailureHints(
          ImmutableList.of(),
          ImmutableMap.of(),
          Pattern.compile(Pattern.quote(AgentReply.SESSION_LOST)));

  private final String name;
  private final Agent agent;

  /** Makes one that is known as {@code name}. */
  public AgentInProcess(String name, Agent agent) {
    this.name = name;
    this.agent = agent;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        PromptWay.ARGUMENT,
        ImmutableSet.of(Feature.STRUCTURED, Feature.END_RECORD, Feature.RESUMES),
        ImmutableSet.copyOf(Permission.values()));
  }

  /** Nothing is started. */
  @Override
  public Invocation invocation(AgentTurn turn) {
    return new Invocation(ImmutableList.of(), ImmutableMap.of(), ImmutableSet.of(), false);
  }

  @Override
  public TurnInProcess reader(AgentTurn turn) {
    return new TurnInProcess(name, agent, turn);
  }

  @Override
  public FailureHints failures() {
    return FAILURES;
  }

  /** Returns whether an agent may say that it failed so. */
  static boolean mayBe(FailureKind kind) {
    return kind != FailureKind.CANCELLED && kind != FailureKind.BUDGET_SPENT;
  }
}
