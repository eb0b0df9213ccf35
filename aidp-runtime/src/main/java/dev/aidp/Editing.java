package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanReceipt;
import dev.aidp.plan.UnitChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends an edit of its plan to a feature, and waits for what becomes of it.
 *
 * @param owned whether somebody works on the run now
 */
record Editing(Secrets secrets, Steering run, boolean owned) {

  /** Units under way may have to be ended first, each within 10 s. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofMillis(500);

  Receipt perform(PlanEdit edit) {
    if (edit.kind() == PlanEdit.Kind.DIVIDE) {
      throw new UsageException(
          "Only its planner divides a unit.", "kind", "Add its parts as units, with part_of.");
    }
    UpdateOptions options = new UpdateOptions(UUID.randomUUID().toString(), run.keeps());
    CompletableFuture<PlanReceipt> answer =
        run.update(FeatureOrchestrationWorkflow.class, to -> sent(to, masked(edit)), options);
    try {
      Duration patience = owned ? LONGEST : SOON;
      return Receipt.accepted(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).text());
    } catch (TimeoutException e) {
      return Receipt.accepted("It is made as soon as that can be." + (owned ? "" : Steering.LATER));
    } catch (ExecutionException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableException(
          "It was interrupted while it waited for the edit.",
          "See whether the plan has changed.",
          e);
    }
  }

  private Receipt failed(ExecutionException e) {
    if (e.getCause() instanceof StepFailedException failed) {
      if (run.view().ended()) {
        return run.unchanged();
      }
      throw new UsageException(failed.failure().message(), null, "Look at the plan and its units.");
    }
    throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static PlanReceipt sent(FeatureOrchestrationWorkflow to, PlanEdit edit) {
    if (edit.room() != null) {
      return to.setParallelism(edit.room());
    }
    UnitChange unit = Objects.requireNonNull(edit.unit());
    return switch (edit.kind()) {
      case ADD -> to.addUnit(unit);
      case REMOVE -> to.removeUnit(unit);
      case CHANGE -> to.changeUnit(unit);
      default -> to.redoUnit(unit);
    };
  }

  private PlanEdit masked(PlanEdit edit) {
    UnitChange unit = edit.unit();
    if (unit == null) {
      return edit;
    }
    ImmutableMap.Builder<String, Object> said = ImmutableMap.builder();
    unit.said().forEach((key, value) -> said.put(key, masked(value)));
    return new PlanEdit(edit.kind(), new UnitChange(unit.id(), said.buildOrThrow()), edit.room());
  }

  private Object masked(Object value) {
    if (value instanceof String text) {
      return secrets.masked(text);
    } else if (value instanceof List<?> list) {
      return list.stream().map(this::masked).collect(ImmutableList.toImmutableList());
    } else if (value instanceof Map<?, ?> map) {
      ImmutableMap.Builder<String, Object> all = ImmutableMap.builder();
      map.forEach((key, each) -> all.put(String.valueOf(key), masked(each)));
      return all.buildOrThrow();
    }
    return value;
  }
}
