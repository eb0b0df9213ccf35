package dev.aidp.activities.plan;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.git.PlanTasks;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What steps need of stored plans. Safe for use by many threads; a plan is read once. */
public final class PlanTexts implements PlannedWork, PlanTasks {

  private static final int REMEMBERED = 16; // plans of at most a mebibyte each

  private final LoadingCache<String, PlanText> plans;

  /** Reads plans from {@code artifacts}. */
  public PlanTexts(ArtifactStore artifacts) {
    plans =
        CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .build(CacheLoader.from(ref -> read(ref, artifacts.text(ref))));
  }

  /** Returns the text of a plan of one unit. */
  public static String single(String unit, String task) {
    return "{\"feature\": %s, \"units\": [{\"id\": %s, \"task\": %s}]}"
        .formatted(quoted(unit), quoted(unit), quoted(task));
  }

  /** Returns what the plan is about. */
  public String feature(String plan) {
    return plans.getUnchecked(plan).feature();
  }

  @Override
  public String task(String plan, String unit) {
    return unit(plan, unit).task();
  }

  @Override
  public List<Check> checks(String plan, String unit) {
    return unit(plan, unit).checks();
  }

  @Override
  public List<String> claims(String plan, String unit) {
    return unit(plan, unit).files().stream().map(Glob::toString).toList();
  }

  @Override
  public boolean claimed(String plan, String unit, String path) {
    List<Glob> files = unit(plan, unit).files();
    return files.isEmpty() || files.stream().anyMatch(glob -> glob.matches(path));
  }

  private PlanText.Unit unit(String plan, String unit) {
    return plans.getUnchecked(plan).units().stream()
        .filter(u -> u.node().id().equals(unit))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("The plan " + plan + " has no unit " + unit));
  }

  private static PlanText read(String ref, String text) {
    PlanReader.Result result = PlanReader.read("plan", text.getBytes(StandardCharsets.UTF_8));
    if (result.plan() == null) {
      throw new StepFailedException(
          Failure.of(
              FailureKind.PERMANENT,
              "The stored plan %s is faulty: %s".formatted(ref, result.faults())));
    }
    return result.plan();
  }

  /** A YAML text in double quotes, which is a JSON text where it can be. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < 0x20
                  || c == 0x7F
                  || c >= 0x80 && c < 0xA0
                  || c == 0xFEFF
                  || c >= 0xD800 && c <= 0xDFFF
                  || c == 0x2028
                  || c == 0x2029
                  || c >= 0xFFFE && c <= 0xFFFF) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
