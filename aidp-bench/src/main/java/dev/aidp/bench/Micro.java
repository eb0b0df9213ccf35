package dev.aidp.bench;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH's benchmarks of this module, and makes a table of them. */
final class Micro {

  private static final String ALL = "dev\\.aidp\\..*Benchmark\\..*";

  private Micro() {}

  /** Returns the table; {@code quick} says whether a glance will do. */
  static String measured(boolean quick) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ALL)
            .shouldFailOnError(true)
            .forks(quick ? 0 : 1)
            .warmupIterations(quick ? 0 : 3)
            .measurementIterations(quick ? 1 : 5)
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(quick ? TimeValue.milliseconds(1) : TimeValue.seconds(1));
    Collection<RunResult> results = new Runner(options.build()).run();
    List<String> lines = new ArrayList<>();
    lines.add("| benchmark | | time | ± (99.9 %) | |");
    lines.add("|---|---|---|---|---|");
    results.forEach(result -> lines.add(row(result)));
    return String.join("\n", lines);
  }

  private static String row(RunResult run) {
    Result<?> result = run.getPrimaryResult();
    List<String> name = Splitter.on('.').splitToList(run.getParams().getBenchmark());
    List<String> parameters =
        run.getParams().getParamsKeys().stream()
            .map(key -> run.getParams().getParam(key) + " " + key)
            .toList();
    return String.format(
        Locale.ROOT,
        "| %s, %s | %s | %,.2f | %,.2f | %s |",
        name.get(name.size() - 2).replace("Benchmark", "").toLowerCase(Locale.ROOT),
        name.get(name.size() - 1),
        String.join(", ", parameters),
        result.getScore(),
        result.getScoreError(),
        result.getScoreUnit().replace("us/op", "µs").replace("ms/op", "ms"));
  }
}
