package dev.aidp.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ObjectArrays;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.command.TreeCheck;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.provider.AgentReply;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Check;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A feature of 150 trivial units in a random graph, with real git, worktrees, merges, agents and
 * checks: how long, how much memory, how much of it is git, and how long it takes to look at the
 * run. Takes a seed, {@code native} or {@code dev} for a Temporal dev server, and another number of
 * units; {@code inside} after these has agents and checks that are code of the process.
 */
public final class ManyUnits {

  private static final List<String> USUAL = List.of("3", "native", "150", "outside");
  private static final String NATIVE = "native";
  private static final String INSIDE = "inside";
  private static final int LOOKS = 20;
  private static final String AGENT =
      "cat > /dev/null; echo \"$AIDP_UNIT_ID\" > \"$AIDP_UNIT_ID.txt\"; echo 'STATUS: COMPLETE'";

  private ManyUnits() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    List<String> asked = new ArrayList<>(List.of(args));
    asked.addAll(USUAL.subList(asked.size(), USUAL.size()));
    System.out.printf(
        "%s units, seed %s, %s, agents and checks %s the process%n",
        asked.get(2), asked.get(0), asked.get(1), asked.get(3));
    if (asked.get(1).equals(NATIVE)) {
      measure(asked);
    } else {
      try (DevServer server = DevServer.start()) {
        long pid = UnitCosts.serverPid();
        asked.set(1, server.target());
        measure(asked);
        System.out.printf("server: peak memory %d MiB%n", Machine.peakMebibytes(pid));
      }
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static void measure(List<String> asked) throws IOException {
    Path folder = Machine.folder("many-units");
    GitTrace trace = new GitTrace(folder);
    Map<String, String> environment = Map.of("GIT_CONFIG_GLOBAL", trace.configuration().toString());
    String[] arguments = ObjectArrays.concat(folder.toString(), asked.toArray(String[]::new));
    try (ChildJvm run = ChildJvm.running(Run.class, environment, arguments)) {
      run.lines().forEach(System.out::println);
    }
    GitTrace.Share share = trace.share();
    System.out.printf(
        Locale.ROOT,
        "git: %d processes, %.1f a unit: %s%n",
        share.calls(),
        (double) share.calls() / Integer.parseInt(asked.get(2)),
        share.most());
    Machine.delete(folder);
  }

  /** The run, in a process whose memory is its own. */
  static final class Run {

    private Run() {}

    public static void main(String[] args) {
      SampleRepository repository = SampleRepository.in(Path.of(args[0], "repository"));
      int units = Integer.parseInt(args[3]);
      String plan = new RandomPlan(Long.parseLong(args[1]), units).text();
      boolean here = args[2].equals(NATIVE);
      boolean inside = args[4].equals(INSIDE);
      AidpOptions usual = AidpOptions.defaults();
      AidpOptions options = here ? usual : usual.at(args[2], null);
      StartOptions many = StartOptions.id("many").on(here ? NATIVE : "temporal");
      long began = System.nanoTime();
      try (Aidp aidp =
          Aidp.open(repository.top(), options, inside ? inside() : Extensions.none())) {
        FeatureRequest request =
            FeatureRequest.of("Many trivial units")
                .plan(PlanSource.text(plan))
                .with(settings(inside));
        RunHandle run = aidp.start(request, many);
        RunView view = run.ended().join();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%s: %d of %d units merged in %.1f s, %.0f ms a unit, peak memory %d MiB (heap limit %d MiB)%n",
            view.state(),
            view.merge() == null ? 0 : view.merge().order().size(),
            units,
            seconds,
            1000 * seconds / units,
            Machine.peakMebibytes(),
            Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf(
            "ms: status %s, list %s%n", looks(run::view), looks(() -> aidp.views(RunFilter.all())));
      }
    }

    private static Extensions inside() {
      return Extensions.none()
          .agent(
              INSIDE,
              (turn, listener) -> {
                String unit = turn.occasion().unit();
                // In one folder each merge would write the names of all.
                Path folder = turn.place().worktree().resolve(unit.substring(0, unit.length() - 2));
                Files.createDirectories(folder);
                Files.writeString(folder.resolve(unit + ".txt"), "done\n");
                return AgentReply.complete("Written.");
              })
          .check(INSIDE, "1", (tree, output) -> TreeCheck.Verdict.green());
    }

    private static RunSettings settings(boolean inside) {
      return inside
          ? RunSettings.of("true", Check.inProcess(INSIDE, "1"))
              .withAgents(
                  ImmutableMap.of(
                      Role.CODER, new AgentChain(List.of(AgentChoice.provider(INSIDE)))))
          : RunSettings.of(AGENT, new Check("there", "ls u*.txt"));
    }

    private static Spread looks(Runnable look) {
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < LOOKS; i++) {
        long began = System.nanoTime();
        look.run();
        millis.add((System.nanoTime() - began) / 1e6);
      }
      return Spread.of(millis);
    }
  }
}
