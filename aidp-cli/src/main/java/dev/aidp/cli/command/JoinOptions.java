package dev.aidp.cli.command;

import dev.aidp.failure.UsageException;
import dev.aidp.run.Approval;
import dev.aidp.runtime.config.Config.Given;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of whatever joins work: who is asked, what must be green, how much is enough. Values
 * are checked where settings are, so that all speak alike.
 */
final class JoinOptions {

  @Option(
      names = "--agent-command",
      paramLabel = "CMD",
      description = "The agent: a command that reads its prompt from standard input.")
  @Nullable String agentCommand;

  @Option(
      names = "--agent-command-for",
      paramLabel = "ROLE=CMD",
      description = "The agent of one role: coder, planner, resolver, reviewer.")
  List<String> agentCommandFor = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "NAME=CMD",
      description = "A command that must exit 0; repeatable.")
  List<String> checks = new ArrayList<>();

  @Option(
      names = "--strategy",
      paramLabel = "S",
      description = "How units join: merge, squash, rebase, sequential_rebase (merge).")
  @Nullable String strategy;

  @Option(
      names = "--min-success",
      paramLabel = "N|P%%",
      description = "Units needed for a partial result (80%%).")
  @Nullable String minSuccess;

  @Option(
      names = "--agent-timeout",
      paramLabel = "D",
      description = "Of one turn of an agent (10m).")
  @Nullable String agentTimeout;

  @Option(names = "--check-timeout", paramLabel = "D", description = "Of one check (10m).")
  @Nullable String checkTimeout;

  @Option(
      names = "--approve",
      paramLabel = "merge|plan",
      description =
          "Wait for aidp approve before the result branch is moved, or before the plan is worked on.")
  List<String> approvals = new ArrayList<>();

  /** Returns the settings that these options are. */
  List<Given> given() {
    List<Given> given = new ArrayList<>();
    Common.add(given, "agent.command", agentCommand, "--agent-command");
    agentCommandFor.forEach(
        pair -> add(given, pair("agent.commands.", pair, "--agent-command-for", "ROLE=CMD")));
    checks.forEach(pair -> add(given, pair("checks.", pair, "--check", "NAME=CMD")));
    Common.add(given, "limits.agent_timeout", agentTimeout, "--agent-timeout");
    Common.add(given, "limits.check_timeout", checkTimeout, "--check-timeout");
    Common.add(given, "merge.strategy", strategy, "--strategy");
    Common.add(given, "merge.min_success", minSuccess, "--min-success");
    approvals.forEach(what -> given.add(approval(what)));
    return given;
  }

  private static Given approval(String what) {
    if (what.equals(Approval.MERGE.wireName())) {
      return new Given("merge.approve", "true", "--approve");
    }
    if (what.equals(Approval.PLAN.wireName())) {
      return new Given("planning.approve", "true", "--approve");
    }
    throw new UsageException(
        "Nothing called " + what + " can wait for approval",
        "--approve",
        "Write --approve merge or --approve plan");
  }

  /** Of two with one name only one would hold, and nobody could see which. */
  private static void add(List<Given> given, Given pair) {
    if (given.stream().anyMatch(other -> other.key().equals(pair.key()))) {
      String name = pair.key().substring(pair.key().indexOf('.') + 1);
      throw new UsageException(
          pair.option() + " names " + name + " twice",
          pair.option(),
          "Give each a name of its own.");
    }
    given.add(pair);
  }

  private static Given pair(String stem, String pair, String option, String form) {
    int equals = pair.indexOf('=');
    if (equals < 1 || pair.substring(equals + 1).isBlank()) {
      throw new UsageException(
          option + " must be " + form + ": " + pair, option, "Write " + option + " '" + form + "'");
    }
    return new Given(stem + pair.substring(0, equals), pair.substring(equals + 1), option);
  }
}
