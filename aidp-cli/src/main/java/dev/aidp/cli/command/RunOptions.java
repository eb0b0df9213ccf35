package dev.aidp.cli.command;

import dev.aidp.runtime.config.Config.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of {@code feature} and {@code loop}. Values are checked where settings are, so that
 * all speak alike.
 */
final class RunOptions {

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The plan; without one a feature asks its planner.")
  @Nullable Path plan;

  @Option(names = "--base", paramLabel = "REF", description = "Where to start from (HEAD).")
  @Nullable String base;

  @Option(names = "--branch", paramLabel = "NAME", description = "The result branch (aidp/ID).")
  @Nullable String branch;

  @Option(
      names = "--agent",
      paramLabel = "NAME[,NAME...]",
      description = "The agents by name; where the first cannot go on, the next one does.")
  @Nullable String agent;

  @Mixin final JoinOptions joining = new JoinOptions();

  @Option(names = "--max-parallel", paramLabel = "N", description = "Units at the same time (5).")
  @Nullable String maxParallel;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "Iterations of one attempt of a unit (50).")
  @Nullable String maxIterations;

  @Option(names = "--retries", paramLabel = "N", description = "Further attempts of a unit (3).")
  @Nullable String retries;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "Of the whole run: 90s, 10m, 2h, PT10M (none).")
  @Nullable String timeout;

  @Option(
      names = "--budget-usd",
      paramLabel = "X",
      description = "Most US dollars that the run may spend (no limit).")
  @Nullable String budgetUsd;

  @Option(
      names = "--budget-tokens",
      paramLabel = "N",
      description = "Most tokens that the run may use (no limit).")
  @Nullable String budgetTokens;

  @Option(
      names = "--no-reuse",
      description = "Do every unit, also what an earlier run has finished and nothing has changed.")
  boolean noReuse;

  /** Returns the settings that these options are. */
  List<Given> given() {
    List<Given> given = new ArrayList<>();
    Common.add(given, "agent.chain", agent, "--agent");
    Common.add(given, "limits.max_parallel", maxParallel, "--max-parallel");
    Common.add(given, "limits.max_iterations", maxIterations, "--max-iterations");
    Common.add(given, "limits.retries", retries, "--retries");
    Common.add(given, "limits.timeout", timeout, "--timeout");
    Common.add(given, "budget.usd", budgetUsd, "--budget-usd");
    Common.add(given, "budget.tokens", budgetTokens, "--budget-tokens");
    Common.add(given, "merge.reuse", noReuse ? "false" : null, "--no-reuse");
    given.addAll(joining.given());
    return given;
  }
}
