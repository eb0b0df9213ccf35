package dev.aidp.testkit.temporal;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.common.base.Splitter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the {@code temporal} command is. */
final class TemporalCli {

  private static final String MISSING =
      "There is no `temporal` command, so this test of a real Temporal server cannot run. Install"
          + " it (https://docs.temporal.io/cli) on the PATH, or name it by AIDP_TEMPORAL_CLI.";

  private TemporalCli() {}

  /** Returns it; without it the test is skipped, or fails in CI. */
  static Path required() {
    return find().orElseGet(TemporalCli::missing);
  }

  private static Path missing() {
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(MISSING);
    }
    return abort(MISSING);
  }

  private static Optional<Path> find() {
    return candidates().stream().filter(Files::isExecutable).findFirst();
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("AIDP_TEMPORAL_CLI"))
        .ifPresent(cli -> candidates.add(Path.of(cli)));
    for (String folder :
        Splitter.on(File.pathSeparatorChar)
            .split(Optional.ofNullable(System.getenv("PATH")).orElse(""))) {
      if (!folder.isEmpty()) {
        candidates.add(Path.of(folder, "temporal"));
      }
    }
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    candidates.add(cache.resolve("aidp").resolve("temporal-1.5.1").resolve("temporal"));
    return candidates;
  }
}
