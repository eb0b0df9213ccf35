package dev.aidp;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunState;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are wanted; what is not said does not matter.
 *
 * <pre>{@code
 * aidp.runs(RunFilter.all().kind(RunKind.FEATURE).in(RunState.FAILED).limit(20))
 * }</pre>
 *
 * @param kind {@code feature}, {@code loop}, {@code merge}, or {@code workflow} for those of an
 *     application's own; null for any
 * @param workflow the type name of a workflow of an application's own, or null
 * @param states how they stand; empty for any
 * @param engine {@code native} or {@code temporal}, or null
 * @param since started then or later, or null
 * @param until started before, or null
 * @param labels what is in its memo or its search attributes
 * @param limit how many, the newest ones
 */
public record RunFilter(
    @Nullable String kind,
    @Nullable String workflow,
    Set<RunState> states,
    @Nullable String engine,
    @Nullable Instant since,
    @Nullable Instant until,
    Map<String, String> labels,
    int limit) {

  private static final RunFilter ALL =
      new RunFilter(null, null, ImmutableSet.of(), null, null, null, Map.of(), Integer.MAX_VALUE);

  /** Copies the states. */
  public RunFilter {
    states = ImmutableSet.copyOf(states);
    labels = ImmutableMap.copyOf(labels);
    if (limit < 1) {
      throw new UsageException(
          "A list of at most %d runs has none.".formatted(limit), "limit", "Use 1 or more.");
    }
  }

  /** Returns the one that lets every run pass. */
  public static RunFilter all() {
    return ALL;
  }

  /** Returns a copy for runs of this kind. */
  public RunFilter kind(RunKind other) {
    return kind(other.wireName());
  }

  /** Returns a copy for runs of this kind, which may be {@code workflow}. */
  public RunFilter kind(String other) {
    return new RunFilter(other, workflow, states, engine, since, until, labels, limit);
  }

  /** Returns a copy for runs of this workflow of an application's own, by its type name. */
  public RunFilter workflow(String type) {
    return new RunFilter(OwnRun.KIND, type, states, engine, since, until, labels, limit);
  }

  /** Returns a copy for runs that stand in one of these ways. */
  public RunFilter in(RunState... others) {
    return new RunFilter(
        kind, workflow, ImmutableSet.copyOf(others), engine, since, until, labels, limit);
  }

  /** Returns a copy for runs that have not ended; those that have are not looked at. */
  public RunFilter open() {
    return in(
        Arrays.stream(RunState.values()).filter(state -> !state.ended()).toArray(RunState[]::new));
  }

  /** Returns a copy for runs on this engine. */
  public RunFilter on(String other) {
    return new RunFilter(kind, workflow, states, other, since, until, labels, limit);
  }

  /** Returns a copy for runs that were started at this time or later. */
  public RunFilter since(Instant other) {
    return new RunFilter(kind, workflow, states, engine, other, until, labels, limit);
  }

  /** Returns a copy for runs that were started before this time. */
  public RunFilter until(Instant other) {
    return new RunFilter(kind, workflow, states, engine, since, other, labels, limit);
  }

  /** Returns a copy for runs that have this in their memo or search attributes, too. */
  public RunFilter with(String name, String value) {
    Map<String, String> more =
        ImmutableMap.<String, String>builder().putAll(labels).put(name, value).buildKeepingLast();
    return new RunFilter(kind, workflow, states, engine, since, until, more, limit);
  }

  /** Returns a copy for so many runs. */
  public RunFilter limit(int other) {
    return new RunFilter(kind, workflow, states, engine, since, until, labels, other);
  }

  /** Returns whether it may be wanted, as far as is known without a look at it. */
  boolean test(RunRecord run) {
    return (kind == null || kind.equals(run.kind()))
        && (workflow == null || workflow.equals(OwnRun.type(run)))
        && (engine == null || engine.equals(run.engine()))
        && (since == null || !run.createdAt().isBefore(since))
        && (until == null || run.createdAt().isBefore(until))
        && (run.finished() == null
            || states.isEmpty()
            || states.stream().anyMatch(RunState::ended));
  }

  /** Returns whether only a look can say. */
  boolean looks() {
    return !states.isEmpty() || !labels.isEmpty();
  }

  /** Returns whether a look says that it is wanted. */
  boolean test(RunView view) {
    return (states.isEmpty() || states.contains(view.state())) && view.labels().have(labels);
  }
}
