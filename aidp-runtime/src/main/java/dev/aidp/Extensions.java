package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Declared;
import dev.aidp.command.TreeCheck;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.workflow.WorkflowDefinition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application adds: workflows and activities, which run beside Aidp's own on the same
 * engines, and agents that take turns. Every process that shall go on with a run needs what the run
 * names.
 *
 * @param workflows of the application
 * @param activities of the application
 * @param providers agents' programs; one with the name of one that Aidp brings along replaces it
 * @param agents agents that are code of this process, by the names that runs call them
 * @param checks checks that are code of this process, by {@code NAME@VERSION}
 * @param application the application's name, or null for {@code app}: on Temporal it is part of the
 *     queues' names, so that nobody is given a step of a workflow or an agent that he does not
 *     have. Processes that have the same additions share it
 */
@RecordBuilder
public record Extensions(
    List<WorkflowDefinition<?>> workflows,
    List<Object> activities,
    List<AgentProvider> providers,
    Map<String, Agent> agents,
    Map<String, TreeCheck> checks,
    @Nullable String application)
    implements ExtensionsBuilder.With {

  /** Copies the collections. */
  public Extensions {
    workflows = ImmutableList.copyOf(workflows);
    activities = ImmutableList.copyOf(activities);
    providers = ImmutableList.copyOf(providers);
    agents = ImmutableMap.copyOf(agents);
    checks = ImmutableMap.copyOf(checks);
  }

  /** Makes one without agents. */
  public Extensions(List<WorkflowDefinition<?>> workflows, List<Object> activities) {
    this(workflows, activities, ImmutableList.of(), ImmutableMap.of(), ImmutableMap.of(), null);
  }

  /**
   * Returns a copy for the application {@code name}.
   *
   * @throws IllegalArgumentException if it is not made of {@code a-z}, {@code 0-9} and {@code -}
   */
  public Extensions named(String name) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "'%s' is not the name of an application: use a-z, 0-9 and '-'.".formatted(name));
    }
    return withApplication(name);
  }

  /** Returns what queues are named after, or an empty text where no code is added to ours. */
  String queueName() {
    boolean code =
        !workflows.isEmpty() || !activities.isEmpty() || !agents.isEmpty() || !checks.isEmpty();
    return application == null && !code ? "" : Objects.requireNonNullElse(application, "app");
  }

  /** Returns a copy with these programs too. */
  public Extensions with(List<? extends AgentProvider> more) {
    return withProviders(
        ImmutableList.<AgentProvider>builder().addAll(providers).addAll(more).build());
  }

  /**
   * Returns a copy with a program that is declared by a table, as below {@code agents.NAME} in the
   * settings; keys with dots, such as {@code read.text}.
   *
   * @throws IllegalArgumentException if it cannot be made of that; the message says why
   */
  public Extensions program(String name, Map<String, String> table) {
    return with(ImmutableList.of(Declared.of(name, table)));
  }

  /**
   * Returns a copy with a program that is declared by a table, but for its output.
   *
   * @param table besides, {@code features} are what the reader tells: some of {@code end_record
   *     tokens cost running_totals}
   * @param reader makes what reads one turn
   * @throws IllegalArgumentException if it cannot be made of that; the message says why
   */
  public Extensions program(String name, Map<String, String> table, Supplier<TurnReader> reader) {
    return with(ImmutableList.of(Declared.of(name, table, reader)));
  }

  /**
   * Returns a copy with an agent that is code of this process. Runs call it by its name, alone or
   * in a chain with others: {@code AgentChoice.provider("mine")}.
   *
   * @param name as programs are called; one that Aidp brings along is replaced
   * @throws IllegalArgumentException if there is one with this name already, or it is no name
   */
  public Extensions agent(String name, Agent agent) {
    if (!name.matches("[a-z][a-z0-9_-]*") || name.equals(AgentChoice.COMMAND)) {
      throw new IllegalArgumentException(
          "'%s' is not the name of an agent: use a-z, 0-9, '-' and '_', a letter first; '%s' is taken."
              .formatted(name, AgentChoice.COMMAND));
    }
    return withAgents(
        ImmutableMap.<String, Agent>builder().putAll(agents).put(name, agent).buildOrThrow());
  }

  /**
   * Returns a copy with a check that is code of this process; {@link dev.aidp.run.Check#inProcess}
   * names it.
   *
   * @param version another one whenever the check judges otherwise than before
   * @throws IllegalArgumentException if there is one with this name and version already
   */
  public Extensions check(String name, String version, TreeCheck check) {
    return withChecks(
        ImmutableMap.<String, TreeCheck>builder()
            .putAll(checks)
            .put(name + "@" + version, check)
            .buildOrThrow());
  }

  /** Returns none. */
  public static Extensions none() {
    return new Extensions(ImmutableList.of(), ImmutableList.of());
  }
}
