package dev.aidp.bench;

import com.google.common.collect.ObjectArrays;
import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A feature of 150 trivial units in a random graph, with real git, worktrees, merges, agents and
 * checks: how long, how much memory, and how much of it is git. Takes a seed, {@code native} or
 * {@code dev} for a Temporal dev server, and another number of units.
 */
public final class ManyUnits {

  private static final String UNITS = "150";
  private static final String NATIVE = "native";
  private static final long SEED = 3;
  private static final String AGENT =
      "cat > /dev/null; echo \"$AIDP_UNIT_ID\" > \"$AIDP_UNIT_ID.txt\"; echo 'STATUS: COMPLETE'";

  private ManyUnits() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    String seed = args.length > 0 ? args[0] : Long.toString(SEED);
    String engine = args.length > 1 ? args[1] : NATIVE;
    String units = args.length > 2 ? args[2] : UNITS;
    System.out.printf("%s units, seed %s, %s%n", units, seed, engine);
    if (engine.equals(NATIVE)) {
      measure(seed, units, NATIVE);
    } else {
      try (DevServer server = DevServer.start()) {
        long pid = UnitCosts.serverPid();
        measure(seed, units, server.target());
        System.out.printf("server: peak memory %d MiB%n", Machine.peakMebibytes(pid));
      }
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static void measure(String... seedUnitsAndTarget) throws IOException {
    Path folder = Machine.folder("many-units");
    GitTrace trace = new GitTrace(folder);
    Map<String, String> environment = Map.of("GIT_CONFIG_GLOBAL", trace.configuration().toString());
    String[] arguments = ObjectArrays.concat(folder.toString(), seedUnitsAndTarget);
    try (ChildJvm run = ChildJvm.running(Run.class, environment, arguments)) {
      run.lines().forEach(System.out::println);
    }
    GitTrace.Share share = trace.share();
    System.out.printf(
        Locale.ROOT,
        "git: %d calls, %.1f a unit, %.1f s in all, those side by side counted each: %s%n",
        share.calls(),
        (double) share.calls() / Integer.parseInt(seedUnitsAndTarget[1]),
        share.seconds(),
        share.most());
    Machine.delete(folder);
  }

  /** The run, in a process whose memory is its own. */
  static final class Run {

    private Run() {}

    public static void main(String[] args) {
      SampleRepository repository = SampleRepository.in(Path.of(args[0], "repository"));
      int units = Integer.parseInt(args[2]);
      String plan = new RandomPlan(Long.parseLong(args[1]), units).text();
      boolean here = args[3].equals(NATIVE);
      AidpOptions usual = AidpOptions.defaults();
      AidpOptions options = here ? usual : usual.at(args[3], null);
      StartOptions many = StartOptions.id("many").on(here ? NATIVE : "temporal");
      RunSettings settings = RunSettings.of(AGENT, new Check("there", "ls u*.txt"));
      long began = System.nanoTime();
      try (Aidp aidp = Aidp.open(repository.top(), options)) {
        FeatureRequest request =
            FeatureRequest.of("Many trivial units").plan(PlanSource.text(plan)).with(settings);
        RunView view = aidp.start(request, many).ended().join();
        System.out.printf(
            Locale.ROOT,
            "%s: %d of %d units merged in %.1f s, peak memory %d MiB (heap limit %d MiB)%n",
            view.state(),
            view.merge() == null ? 0 : view.merge().order().size(),
            units,
            (System.nanoTime() - began) / 1e9,
            Machine.peakMebibytes(),
            Runtime.getRuntime().maxMemory() >> 20);
      }
    }
  }
}
