package dev.aidp.cli.command;

import dev.aidp.activities.plan.PlanReader;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Count;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that is a plan.
 *
 * @param name what messages call it
 * @param content its bytes, but no more than are enough to refuse it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlanFile(String name, byte[] content) {

  /** A plan is at most 1 MiB; one byte more is enough for its reader to refuse it. */
  private static final int MAX_PLAN = (1 << 20) + 1;

  static PlanFile read(Path file, String name) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(
          "There is no such plan, or it cannot be read",
          name,
          "Name a file; see docs/plan.md for its form.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new PlanFile(name, in.readNBytes(MAX_PLAN));
    }
  }

  /** Returns the plan that it is; its faults are the command's error. */
  Plan plan() {
    return checked(PlanReader.read(name, content));
  }

  /** Returns it likewise; {@code capacities}: how much there is of what units take besides. */
  Plan plan(Map<String, Integer> capacities) {
    return plan(capacities, null);
  }

  /** Returns it likewise; {@code files} are those that it may name, by their paths. */
  Plan plan(Map<String, Integer> capacities, @Nullable Function<String, Optional<byte[]>> files) {
    return checked(PlanReader.read(name, content, capacities, files));
  }

  private static Plan checked(PlanReader.Result read) {
    Plan plan = read.plan();
    if (plan == null) {
      throw new UsageException(
          "The plan has " + Count.of(read.faults().size(), "fault") + ".",
          read.faults().get(0).where(),
          "Mend the plan; docs/plan.md says what it may hold.",
          read.faults());
    }
    return plan;
  }

  /** Returns it for a request; only a plan that can be read is a text. */
  PlanSource source() {
    var unused = plan();
    return new PlanSource(new String(content, StandardCharsets.UTF_8), name);
  }
}
