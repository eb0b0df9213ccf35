package dev.aidp.runtime.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units that have failed by one cause.
 *
 * @param cause the class of failure
 * @param message what the first of them failed by
 * @param remedy what to do
 * @param units those that have failed, in the plan's order
 * @param skipped those that were not started because of that
 * @param attempts how many of their attempts those that have failed have used
 */
public record FailureView(
    FailureKind cause,
    String message,
    String remedy,
    List<String> units,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> skipped,
    Map<String, Attempts> attempts) {

  /** Copies the units. */
  public FailureView {
    units = ImmutableList.copyOf(units);
    skipped = ImmutableList.copyOf(Objects.requireNonNullElse(skipped, List.of()));
    attempts = ImmutableMap.copyOf(attempts);
  }

  /**
   * Attempts of a unit.
   *
   * @param used how often it was started
   * @param of how often it might have been, by its last failure
   */
  public record Attempts(int used, int of) {

    private static Attempts of(UnitReport.Tries tries) {
      Integer most = tries.maxAttempts();
      return new Attempts(tries.attempts(), most == null ? tries.attempts() : most);
    }
  }

  /** Returns the causes by which {@code units} have failed, those of most units first. */
  static List<FailureView> of(List<UnitReport> units, @Nullable PlanGraph plan) {
    List<UnitReport> failed =
        units.stream().filter(unit -> unit.state() == UnitState.FAILED).toList();
    if (failed.isEmpty()) {
      return ImmutableList.of();
    }
    Map<String, Cause> causes = new LinkedHashMap<>();
    Map<String, Cause> of = new LinkedHashMap<>();
    for (UnitReport unit : failed) {
      Failure why = Objects.requireNonNullElse(unit.error(), UNKNOWN);
      Cause cause = causes.computeIfAbsent(key(unit.id(), why), key -> new Cause(why));
      cause.attempts.put(unit.id(), Attempts.of(unit.tries()));
      of.put(unit.id(), cause);
    }
    if (plan != null) {
      skipped(units, UnitGraph.of(plan), of);
    }
    return causes.values().stream()
        .sorted((one, other) -> other.attempts.size() - one.attempts.size())
        .map(Cause::view)
        .toList();
  }

  private static void skipped(List<UnitReport> units, UnitGraph graph, Map<String, Cause> of) {
    for (UnitReport unit : units) {
      if (unit.state() == UnitState.SKIPPED) {
        of.keySet().stream()
            .filter(failed -> graph.needs(unit.id(), failed))
            .findFirst()
            .map(of::get)
            .ifPresent(by -> by.skipped.add(unit.id()));
      }
    }
  }

  private static final Failure UNKNOWN = Failure.of(FailureKind.PERMANENT, "It failed.");

  /** A cause and whom it met. */
  private static final class Cause {

    private final Failure why;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();

    private Cause(Failure why) {
      this.why = why;
    }

    private FailureView view() {
      return new FailureView(
          why.kind(),
          why.message(),
          remedy(why),
          ImmutableList.copyOf(attempts.keySet()),
          skipped,
          attempts);
    }
  }

  private static String remedy(Failure why) {
    return switch (why.kind()) {
      case RATE_LIMITED ->
          "Retry once the limit is over%s. For the next run: one more agent in agent.chain, or more in limits.retries_after.rate_limited."
              .formatted(
                  why.retryAt() == null
                      ? ""
                      : ", at " + why.retryAt().truncatedTo(ChronoUnit.SECONDS));
      case QUOTA_EXCEEDED -> "Raise the account's allowance, then retry.";
      case AUTH_EXPIRED -> "Log in, then retry.";
      case TRANSIENT -> "Look at the log; once the cause is over, retry.";
      case TIMEOUT ->
          "Look at the log for what took so long, then retry. For the next run: a longer limits.agent_timeout, or smaller units.";
      case BUDGET_SPENT -> "Raise the budget, then retry.";
      case PERMANENT -> "Look at the log and settle the cause, then retry.";
      case CANCELLED -> "Retry to go on.";
    };
  }

  /** Times, counts and the unit's own name do not make another cause. */
  private static String key(String unit, Failure why) {
    return why.kind()
        + " "
        + why.message()
            .replaceAll("\\b" + Pattern.quote(unit) + "\\b", "*")
            .replaceAll("[0-9]+", "#");
  }
}
