package dev.aidp.cli.command;

import dev.aidp.failure.UsageException;
import dev.aidp.plan.Glob;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of commands that can be done again for each new commit. */
final class WatchOptions {

  @Option(
      names = "--watch",
      description = "Do it again for each new commit of the base, until this is ended.")
  boolean watch;

  @Option(
      names = "--settle",
      paramLabel = "D",
      description = "With --watch: how long no further commit has come (2s).")
  String settle = "2s";

  @Option(
      names = "--files",
      paramLabel = "GLOB",
      description = "With --watch: only for commits that change such files (repeatable).")
  List<String> files = new ArrayList<>();

  Duration settling() {
    Duration time = Durations.parse(settle);
    if (time == null) {
      throw new UsageException(
          "Not a length of time: " + settle, "--settle", "Give " + Durations.EXPECTED + ".");
    }
    return time;
  }

  List<Glob> globs() {
    return files.stream().map(WatchOptions::glob).toList();
  }

  private static Glob glob(String text) {
    try {
      return Glob.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Not a glob: " + text + ": " + e.getMessage(), "--files", "Write one as in a plan.");
    }
  }
}
