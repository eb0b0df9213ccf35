package dev.aidp.spring;

import dev.aidp.run.Count;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs at INFO what begins and what ends, as {@code dev.aidp.runs}. */
final class RunLog implements RunWatch.Listener {

  private static final Logger LOG = LoggerFactory.getLogger("dev.aidp.runs");

  @Override
  public void changed(@Nullable RunView before, RunView now) {
    try (var run = MDC.putCloseable("aidp.run", now.id())) {
      if (before == null || before.run().generation() != now.run().generation()) {
        LOG.info("The {} {} has begun on the {} engine.", now.kind(), now.id(), now.run().engine());
      }
      Map<String, UnitState> stood = new HashMap<>();
      if (before != null && before.run().generation() == now.run().generation()) {
        before.units().forEach(unit -> stood.put(unit.id(), unit.state()));
      }
      now.units().forEach(unit -> changed(now, unit, stood.get(unit.id())));
      if (now.ended() && (before == null || !before.ended())) {
        ended(now);
      }
    }
  }

  private static void changed(RunView run, UnitView unit, @Nullable UnitState before) {
    try (var part = MDC.putCloseable("aidp.unit", unit.id())) {
      boolean begun = unit.times().startedAt() != null;
      boolean wasBegun = before == UnitState.RUNNING || before != null && before.settled();
      if (begun && !wasBegun) {
        LOG.info("The unit {} of {} has begun.", unit.id(), run.id());
      }
      if (unit.state().settled() && (before == null || !before.settled())) {
        LOG.info(
            "The unit {} of {} is {} after {}{}.",
            unit.id(),
            run.id(),
            unit.state().wireName(),
            Count.of(unit.tries().iterations(), "iteration"),
            why(unit.error()));
      }
    }
  }

  private static void ended(RunView run) {
    LOG.info(
        "The {} {} is {} after {} s, {} tokens and {} USD{}.",
        run.kind(),
        run.id(),
        run.state().wireName(),
        run.times().durationMs() / 1000,
        run.spending().spent().tokens(),
        String.format(Locale.ROOT, "%.2f", run.spending().spent().costUsd()),
        why(run.error()));
  }

  private static String why(@Nullable ErrorView error) {
    return error == null ? "" : ": " + error.message();
  }
}
