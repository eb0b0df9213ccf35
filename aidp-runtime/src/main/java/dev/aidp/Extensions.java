package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Declared;
import dev.aidp.command.TreeCheck;
import dev.aidp.failure.UsageException;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application adds: workflows and activities, which run beside Aidp's own on the same
 * engines, and agents that take turns. Every process that shall go on with a run needs what the run
 * names.
 *
 * <pre>{@code
 * Extensions extensions =
 *     Extensions.none()
 *         .workflow(ReleaseWorkflow.class, Release::new)
 *         .activities(new Publisher(folder))
 *         .agent("writer", writer);
 * }</pre>
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

  /** Returns none, to which the methods of this record add. */
  public static Extensions none() {
    return new Extensions(
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableMap.of(),
        ImmutableMap.of(),
        null);
  }

  /**
   * Returns a copy with a workflow of the application's own.
   *
   * @param type its interface
   * @param factory constructs one run of it, each time that one is performed or replayed
   */
  public <W> Extensions workflow(Class<W> type, Function<WorkflowContext, ? extends W> factory) {
    return workflow(new WorkflowDefinition<>(type, factory));
  }

  /** Likewise. */
  public Extensions workflow(WorkflowDefinition<?> workflow) {
    return withWorkflows(
        ImmutableList.<WorkflowDefinition<?>>builder().addAll(workflows).add(workflow).build());
  }

  /** Returns a copy with what performs activities, by the interfaces that it implements. */
  public Extensions activities(Object... more) {
    return withActivities(ImmutableList.builder().addAll(activities).add(more).build());
  }

  /**
   * Returns a copy for the application {@code name}.
   *
   * @throws UsageException if it is not made of {@code a-z}, {@code 0-9} and {@code -}
   */
  public Extensions named(String name) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new UsageException(
          "'%s' is not the name of an application.".formatted(name), name, "Use a-z, 0-9 and '-'.");
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
  public Extensions provider(AgentProvider... more) {
    return withProviders(
        ImmutableList.<AgentProvider>builder().addAll(providers).add(more).build());
  }

  /**
   * Returns a copy with a program that is declared by a table, as below {@code agents.NAME} in the
   * settings; keys with dots, such as {@code read.text}.
   *
   * @throws UsageException if it cannot be made of that; the message says why
   */
  public Extensions program(String name, Map<String, String> table) {
    return declared(name, () -> Declared.of(name, table));
  }

  /**
   * Returns a copy with a program that is declared by a table, but for its output.
   *
   * @param table besides, {@code features} are what the reader tells: some of {@code end_record
   *     tokens cost running_totals}
   * @param reader makes what reads one turn
   * @throws UsageException if it cannot be made of that; the message says why
   */
  public Extensions program(String name, Map<String, String> table, Supplier<TurnReader> reader) {
    return declared(name, () -> Declared.of(name, table, reader));
  }

  private Extensions declared(String name, Supplier<AgentProvider> made) {
    try {
      return provider(made.get());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "The program '%s' is declared wrongly: %s.".formatted(name, e.getMessage()),
          name,
          "Mend its table.");
    }
  }

  /**
   * Returns a copy with an agent that is code of this process. Runs call it by its name, alone or
   * in a chain with others: {@code AgentChoice.provider("mine")}.
   *
   * @param name as programs are called; one that Aidp brings along is replaced
   * @throws UsageException if there is one with this name already, or it is no name
   */
  public Extensions agent(String name, Agent agent) {
    if (!name.matches("[a-z][a-z0-9_-]*") || name.equals(AgentChoice.COMMAND)) {
      throw new UsageException(
          "'%s' is not the name of an agent.".formatted(name),
          name,
          "Use a-z, 0-9, '-' and '_', a letter first; '%s' is taken."
              .formatted(AgentChoice.COMMAND));
    }
    return withAgents(with("agent", agents, name, agent));
  }

  /**
   * Returns a copy with a check that is code of this process; {@link dev.aidp.run.Check#inProcess}
   * names it.
   *
   * @param version another one whenever the check judges otherwise than before
   * @throws UsageException if there is one with this name and version already
   */
  public Extensions check(String name, String version, TreeCheck check) {
    return withChecks(with("check", checks, name + "@" + version, check));
  }

  private static <T> ImmutableMap<String, T> with(
      String what, Map<String, T> known, String name, T one) {
    if (known.containsKey(name)) {
      throw new UsageException(
          "There are two %ss '%s'.".formatted(what, name), name, "Give one another name.");
    }
    return ImmutableMap.<String, T>builder().putAll(known).put(name, one).buildOrThrow();
  }
}
