package dev.aidp.spring;

import com.google.common.collect.Streams;
import dev.aidp.Aidp;
import dev.aidp.WorkerStatus;
import dev.aidp.activity.StepInfo;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Shows in registries what {@link AidpMeter} lists. */
final class AidpMeters implements MeterBinder {

  private static final List<String> WEIGHTS = List.of("lightweight", "standard", "heavyweight");

  private static final List<String> PARTS = List.of("commit", "sync");

  /** Asking how a worker stands may ask a service; registries ask for each meter. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final RunWatch watch;
  private final Totals totals;
  private final Supplier<WorkerStatus> status;

  AidpMeters(RunWatch watch, Totals totals, Aidp aidp) {
    this.watch = watch;
    this.totals = totals;
    this.status =
        com.google.common.base.Suppliers.memoizeWithExpiration(aidp::workerStatus, FRESH)::get;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (RunState state : RunState.values()) {
      Tags tags = Tags.of("state", state.wireName());
      if (state.ended()) {
        FunctionTimer.builder(
                AidpMeter.RUN_DURATION.label(),
                totals,
                all -> all.runs(state),
                all -> all.millis(state),
                TimeUnit.MILLISECONDS)
            .description(AidpMeter.RUN_DURATION.doc())
            .tags(tags)
            .register(registry);
      } else {
        gauge(
            registry,
            AidpMeter.RUNS,
            tags,
            () -> runs().filter(run -> run.state() == state).count());
      }
    }
    for (UnitState state : UnitState.values()) {
      Tags tags = Tags.of("state", state.wireName());
      gauge(registry, AidpMeter.UNITS, tags, () -> units().filter(u -> u.state() == state).count());
      if (state == UnitState.COMPLETED || state == UnitState.FAILED || state == UnitState.SKIPPED) {
        counter(registry, AidpMeter.UNITS_ENDED, tags, all -> all.units(state));
      }
    }
    gauge(
        registry, AidpMeter.BACKLOG, Tags.empty(), () -> units().filter(AidpMeters::waits).count());
    counter(registry, AidpMeter.TURNS, Tags.empty(), all -> all.turns.sum());
    counter(registry, AidpMeter.TOKENS, Tags.empty(), all -> all.tokens.sum());
    counter(registry, AidpMeter.COST, Tags.empty(), all -> all.usd.sum());
    bindWorker(registry);
  }

  private void bindWorker(MeterRegistry registry) {
    for (String weight : WEIGHTS) {
      Tags tags = Tags.of("weight", weight);
      gauge(registry, AidpMeter.PLACES, tags, () -> pool(weight).offered());
      gauge(registry, AidpMeter.PLACES_TAKEN, tags, () -> pool(weight).taken());
    }
    for (String part : PARTS) {
      FunctionTimer.builder(
              AidpMeter.JOURNAL.label(),
              status,
              all -> journal(part).times(),
              all -> journal(part).took().toNanos(),
              TimeUnit.NANOSECONDS)
          .description(AidpMeter.JOURNAL.doc())
          .tags(Tags.of("part", part))
          .register(registry);
    }
    gauge(registry, AidpMeter.READY, Tags.empty(), () -> status.get().ready() ? 1 : 0);
  }

  private WorkerStatus.Pool pool(String weight) {
    return status.get().places().getOrDefault(weight, new WorkerStatus.Pool(0, 0));
  }

  private WorkerStatus.Timed journal(String part) {
    return status.get().journal().getOrDefault(part, new WorkerStatus.Timed(0, Duration.ZERO));
  }

  private Stream<RunView> runs() {
    return Streams.stream(watch.open());
  }

  private Stream<UnitView> units() {
    return runs().flatMap(run -> run.units().stream());
  }

  private static boolean waits(UnitView unit) {
    return StepInfo.WAITING.equals(unit.doing());
  }

  private static void gauge(
      MeterRegistry registry, AidpMeter meter, Tags tags, Supplier<Number> value) {
    var builder = Gauge.builder(meter.label(), value).description(meter.doc()).tags(tags);
    if (!meter.unit().isEmpty()) {
      builder.baseUnit(meter.unit());
    }
    builder.register(registry);
  }

  private void counter(
      MeterRegistry registry, AidpMeter meter, Tags tags, ToDoubleFunction<Totals> value) {
    FunctionCounter.builder(meter.label(), totals, value)
        .description(meter.doc())
        .baseUnit(meter.unit())
        .tags(tags)
        .register(registry);
  }
}
