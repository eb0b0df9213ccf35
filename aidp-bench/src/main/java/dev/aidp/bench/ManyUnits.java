package dev.aidp.bench;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A feature of 150 trivial units in a random graph, on the native engine with real git, worktrees,
 * agents and checks: how long, how much memory, and how much of it is git. Takes a seed.
 */
public final class ManyUnits {

  private static final int UNITS = 150;
  private static final long SEED = 3;
  private static final String AGENT =
      "cat > /dev/null; echo \"$AIDP_UNIT_ID\" > \"$AIDP_UNIT_ID.txt\"; echo 'STATUS: COMPLETE'";

  private ManyUnits() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    String seed = args.length > 0 ? args[0] : Long.toString(SEED);
    Path folder = Machine.folder("many-units");
    GitTrace trace = new GitTrace(folder);
    System.out.printf("%d units, seed %s%n", UNITS, seed);
    Map<String, String> environment = Map.of("GIT_CONFIG_GLOBAL", trace.configuration().toString());
    try (ChildJvm run = ChildJvm.running(Run.class, environment, folder.toString(), seed)) {
      run.lines().forEach(System.out::println);
    }
    GitTrace.Share share = trace.share();
    System.out.printf(
        Locale.ROOT,
        "git: %d calls, %.1f s in all, those side by side counted each%n",
        share.calls(),
        share.seconds());
    System.out.println("Measured on: " + Machine.line());
    Machine.delete(folder);
  }

  /** The run, in a process whose memory is its own. */
  static final class Run {

    private Run() {}

    public static void main(String[] args) {
      SampleRepository repository = SampleRepository.in(Path.of(args[0], "repository"));
      String plan = new RandomPlan(Long.parseLong(args[1]), UNITS).text();
      RunSettings settings = RunSettings.of(AGENT, new Check("there", "ls u*.txt"));
      long began = System.nanoTime();
      try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults())) {
        FeatureRequest request =
            FeatureRequest.of("Many trivial units").plan(PlanSource.text(plan)).with(settings);
        RunView view = aidp.start(request, StartOptions.id("many")).ended().join();
        System.out.printf(
            Locale.ROOT,
            "%s: %d of %d units merged in %.1f s, peak memory %d MiB (heap limit %d MiB)%n",
            view.state(),
            view.merge() == null ? 0 : view.merge().order().size(),
            UNITS,
            (System.nanoTime() - began) / 1e9,
            Machine.peakMebibytes(),
            Runtime.getRuntime().maxMemory() >> 20);
      }
    }
  }
}
