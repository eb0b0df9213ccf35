package dev.aidp.activities.agent.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.Probe;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Permission;
import dev.aidp.text.Dollars;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A program as data. The places in its arguments: {@code model}, {@code new_session} (the id of a
 * new one), {@code session} (of the one to go on with), {@code permission} (the words of what it
 * may do), {@code budget_usd}, {@code worktree}, {@code files}, {@code prompt_file}, {@code
 * prompt}.
 *
 * @param name what users call it
 * @param command how it is started
 * @param environment what surrounds it
 * @param capabilities what it can do
 * @param reading what reads its output
 * @param failures what its failures look like
 * @param probe how to find out what is installed
 */
@SuppressWarnings("InvalidParam") // {permission} is a place, not the parameter
@RecordBuilder
record Adapter(
    String name,
    CommandLine command,
    Environment environment,
    Capabilities capabilities,
    Function<AgentTurn, TurnReader> reading,
    FailureHints failures,
    Probe probe)
    implements AgentProvider, AdapterBuilder.With {

  /**
   * How a program is started.
   *
   * @param binary what is started
   * @param arguments what it is started with
   * @param permissions the words by which it is told what it may do
   */
  record CommandLine(
      String binary, ArgumentTemplate arguments, Map<Permission, ArgumentTemplate> permissions) {

    CommandLine {
      permissions = ImmutableMap.copyOf(permissions);
    }
  }

  /**
   * What surrounds a program.
   *
   * @param given variables that it needs to run unattended
   * @param withheld variables that it must not inherit
   * @param needed variables that it needs of what there is
   */
  record Environment(Map<String, String> given, Set<String> withheld, List<String> needed) {

    Environment {
      given = ImmutableMap.copyOf(given);
      needed = ImmutableList.copyOf(needed);
    }
  }

  /**
   * The longest prompt that is an argument, in bytes: Linux takes 128 KiB for one, and a list of
   * processes shows all of them.
   */
  private static final int LONGEST_ARGUMENT = 100_000;

  @Override
  public Invocation invocation(AgentTurn order) {
    ArgumentTemplate permission = command.permissions.get(order.agent().permission());
    List<String> may =
        permission == null
            ? ImmutableList.of()
            : permission.filled(ImmutableMap.of(), ImmutableMap.of());
    return new Invocation(
        ImmutableList.<String>builder()
            .add(command.binary)
            .addAll(command.arguments.filled(values(order), ImmutableMap.of("permission", may)))
            .build(),
        environment.given,
        environment.withheld,
        capabilities.prompt() == PromptWay.STDIN);
  }

  private static Map<String, String> values(AgentTurn order) {
    Map<String, String> values = new LinkedHashMap<>();
    if (order.model() != null) {
      values.put("model", order.model());
    }
    values.put(order.session().resumes() ? "session" : "new_session", order.session().id());
    Long budget = order.bounds().budgetMicroUsd();
    if (budget != null) {
      values.put("budget_usd", Dollars.plain(budget));
    }
    values.put("permission", "");
    values.put("worktree", order.place().worktree().toString());
    values.put("files", order.place().files().toString());
    values.put("prompt_file", order.prompt().file().toString());
    values.put("prompt", argument(order.prompt()));
    return values;
  }

  /* What begins with a hyphen would be taken for an option. */
  private static String argument(AgentTurn.Prompt prompt) {
    if (prompt.text().getBytes(StandardCharsets.UTF_8).length > LONGEST_ARGUMENT) {
      return "Read the file " + prompt.file() + " and do what it says.";
    }
    return prompt.text().startsWith("-") ? "\n" + prompt.text() : prompt.text();
  }

  @Override
  public TurnReader reader(AgentTurn order) {
    return reading.apply(order);
  }

  /** Returns the same program, started by another name or path. */
  Adapter startedAs(String other) {
    List<String> version = probe.version();
    Probe same =
        version.isEmpty()
            ? probe
            : new Probe(
                ImmutableList.<String>builder()
                    .add(other)
                    .addAll(version.subList(1, version.size()))
                    .build(),
                probe.loginVariables(),
                probe.loginFiles(),
                probe.install());
    return withCommand(new CommandLine(other, command.arguments, command.permissions))
        .withProbe(same);
  }

  @Override
  public List<String> variables() {
    return environment.needed;
  }
}
