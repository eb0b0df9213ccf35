package dev.aidp.activities.plan;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.git.PlanTasks;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.plan.Glob;
import dev.aidp.plan.Plan;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What steps need of stored plans. Safe for use by many threads; a plan is read once. */
public final class PlanTexts implements PlannedWork, PlanTasks {

  private static final int REMEMBERED = 16; // plans of at most a mebibyte each

  private final LoadingCache<String, Known> plans;

  /** A plan and its units by their ids: each step of each unit asks for one. */
  private record Known(Plan plan, ImmutableMap<String, Plan.Unit> units) {
    private static Known of(Plan plan) {
      return new Known(
          plan,
          plan.units().stream()
              .collect(ImmutableMap.toImmutableMap(unit -> unit.node().id(), unit -> unit)));
    }
  }

  /** Reads plans from {@code artifacts}. */
  public PlanTexts(ArtifactStore artifacts) {
    plans =
        CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .build(CacheLoader.from(ref -> Known.of(read(ref, bytes(artifacts, ref)))));
  }

  /** Returns the text of a plan of one unit. */
  public static String single(String unit, String task) {
    return of(unit, ImmutableMap.of(unit, task));
  }

  /** Returns the text of a plan of units that stand alone, each with its task. */
  public static String of(String feature, Map<String, String> tasks) {
    Plan.Builder plan = Plan.of(feature);
    tasks.forEach(plan::unit);
    return plan.build().yaml();
  }

  /** Returns the whole plan. */
  public Plan whole(String plan) {
    return plan(plan);
  }

  @Override
  public List<String> units(String plan) {
    return plan(plan).units().stream().map(unit -> unit.node().id()).toList();
  }

  @Override
  public String task(String plan, String unit) {
    return unit(plan, unit).task();
  }

  @Override
  public String surroundings(String plan, String unit) {
    return Surroundings.of(plan(plan), unit(plan, unit).node());
  }

  @Override
  public List<Check> checks(String plan, String unit) {
    return unit(plan, unit).checks();
  }

  @Override
  public Map<String, SchemaSource> schemas(String plan, String unit) {
    return unit(plan, unit).schemas();
  }

  @Override
  public List<String> claims(String plan, String unit) {
    return unit(plan, unit).node().files();
  }

  @Override
  public boolean claimed(String plan, String unit, String path) {
    List<String> files = unit(plan, unit).node().files();
    return files.isEmpty() || files.stream().anyMatch(file -> Glob.of(file).matches(path));
  }

  /** Returns a stored plan, but no more of it than is enough to refuse one that is too large. */
  public static byte[] bytes(ArtifactStore artifacts, String ref) {
    try (InputStream in = artifacts.open(ref)) {
      return in.readNBytes(StrictYaml.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns one of the plan's units. */
  public Plan.Unit unit(String plan, String unit) {
    Plan.Unit known = known(plan).units().get(unit);
    if (known == null) {
      throw new IllegalArgumentException("The plan " + plan + " has no unit " + unit);
    }
    return known;
  }

  private Plan plan(String ref) {
    return known(ref).plan();
  }

  private Known known(String ref) {
    try {
      return plans.getUnchecked(ref);
    } catch (UncheckedExecutionException e) {
      // How it failed decides what is done about it.
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static Plan read(String ref, byte[] text) {
    PlanReader.Result result = PlanReader.readStored("plan", text);
    if (result.plan() == null) {
      throw new StepFailedException(
          Failure.of(
              FailureKind.PERMANENT,
              "The stored plan %s is faulty: %s".formatted(ref, result.faults().get(0))));
    }
    return result.plan();
  }
}
