package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.OrchestrationStatus;
import dev.aidp.feature.OrchestrationStatus.Completion;
import dev.aidp.feature.OrchestrationStatus.UnitDetail;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.schedule.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells people how far a feature is. Pure. */
final class Overview {

  private final FeatureState feature;
  private final Map<String, UnitReport> reports;
  private final Forecast forecast;
  private final Instant now;

  private Overview(FeatureState feature, Forecast forecast, Instant now) {
    this.feature = feature;
    this.reports =
        feature.units().stream()
            .collect(ImmutableMap.toImmutableMap(UnitReport::id, report -> report));
    this.forecast = forecast;
    this.now = now;
  }

  /** Returns how far it is at {@code now}, if so many units run at a time. */
  static OrchestrationStatus of(FeatureState feature, int parallel, Instant now) {
    PlanGraph plan = feature.graph();
    Forecast forecast =
        plan == null || feature.state() != RunState.RUNNING
            ? Forecast.NONE
            : Forecast.of(plan, feature.units(), parallel, now);
    return new Overview(feature, forecast, now).status(plan);
  }

  private OrchestrationStatus status(@Nullable PlanGraph plan) {
    return new OrchestrationStatus(
        feature.state(),
        feature.standing().phase(),
        OrchestrationStatus.Count.of(Lists.transform(feature.units(), UnitReport::state)),
        details(plan == null ? ImmutableList.of() : plan.nodes()),
        completion(forecast.whole()));
  }

  private ImmutableList<UnitDetail> details(List<PlanNode> nodes) {
    boolean all = nodes.size() <= OrchestrationStatus.MOST;
    ImmutableList.Builder<UnitDetail> details = ImmutableList.builder();
    int told = 0;
    for (PlanNode node : nodes) {
      UnitReport report = reports.get(node.id());
      if (report != null && (all || matters(report)) && told < OrchestrationStatus.MOST) {
        details.add(detail(node, report));
        told++;
      }
    }
    return details.build();
  }

  private static boolean matters(UnitReport report) {
    return report.state() == UnitState.RUNNING
        || report.state().settled() && !report.state().finished();
  }

  private UnitDetail detail(PlanNode node, UnitReport report) {
    return new UnitDetail(
        report.id(),
        report.state().wireName(),
        progress(report),
        step(node, report),
        report.times().startedAt(),
        completion(forecast.units().get(report.id())),
        report.error() == null ? null : report.error().message(),
        node.partOf());
  }

  private int progress(UnitReport report) {
    Forecast.Expected expected = forecast.units().get(report.id());
    if (report.state() != UnitState.RUNNING || expected == null) {
      return report.state().finished() ? 100 : 0;
    }
    long worked = report.times().worked(now).toMillis();
    long left = Math.max(1, Duration.between(now, expected.half()).toMillis());
    return (int) Math.min(99, worked * 100 / (worked + left));
  }

  private String step(PlanNode node, UnitReport report) {
    return switch (report.state()) {
      case RUNNING -> running(node) + "attempt " + report.tries().attempts();
      case BLOCKED ->
          node.dependsOn().stream()
              .filter(need -> !done(need))
              .collect(Collectors.joining(", ", "waits for ", ""));
      case PENDING -> "may start";
      default -> "";
    };
  }

  private static String running(PlanNode node) {
    if (!node.divides()) {
      return "";
    }
    return node.parts().isEmpty() ? "being planned, " : "its parts are put together, ";
  }

  private boolean done(String unit) {
    UnitReport report = reports.get(unit);
    return report != null && report.state().finished();
  }

  private static @Nullable Completion completion(Forecast.@Nullable Expected expected) {
    return expected == null ? null : new Completion(expected.half(), expected.most());
  }
}
