package dev.aidp.cli.command;

import dev.aidp.RunStart;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that starts a run, or attaches to it. */
abstract class StartVerb extends Verb {

  /** A plan is at most 1 MiB; one byte more is enough for its reader to refuse it. */
  private static final int MAX_PLAN = (1 << 20) + 1;

  @Mixin final RunOptions options = new RunOptions();

  @Mixin final DetachOptions detaching = new DetachOptions();

  private final RunStart.Kind kind;

  StartVerb(Shell shell, RunStart.Kind kind) {
    super(shell);
    this.kind = kind;
  }

  abstract String text();

  @Override
  int run() throws IOException {
    if (text().isBlank()) {
      throw new UsageException("The text is empty", null, "Say in a sentence what is wanted.");
    }
    List<Given> given = new ArrayList<>(common.given());
    given.addAll(options.given());
    Config config = Session.config(shell, common, given);
    RunStart start = start(config);
    try (Session session = Session.open(shell, common, config)) {
      return Ownership.of(this, detaching).begin(session, start);
    }
  }

  private RunStart start(Config config) throws IOException {
    RunSettings settings = config.runSettings();
    RunStart.PlanFile plan = plan();
    if (kind == RunStart.Kind.LOOP && plan != null) {
      throw new UsageException(
          "A loop has no plan", "--plan", "Use: aidp feature \"TEXT\" --plan FILE");
    }
    if (kind == RunStart.Kind.LOOP && !options.joining.approvals.isEmpty()) {
      throw new UsageException(
          "A loop has no merge to approve", "--approve", "Look at its branch when it has ended.");
    }
    require(settings, Role.CODER);
    if (kind == RunStart.Kind.FEATURE && plan == null) {
      require(settings, Role.PLANNER);
    }
    AgentCommands.check(shell, settings, config.providers());
    String id = common.id == null ? null : Session.checkedId(common.id);
    return new RunStart(
        kind, id, text(), plan, options.base, options.branch, settings, config.engine());
  }

  private void require(RunSettings settings, Role role) {
    if (settings.agent(role) == null) {
      throw new UsageException(
          "No agent is there for the role " + role.wireName(),
          null,
          "Give --agent-command CMD, or set agent.command in .aidp/aidp.yml. To see how it goes without: aidp demo");
    }
  }

  private RunStart.@Nullable PlanFile plan() throws IOException {
    if (options.plan == null) {
      return null;
    }
    return read(shell.directory().resolve(options.plan), options.plan.toString());
  }

  /** Reads a plan's bytes; {@code name} is what messages call it. */
  static RunStart.PlanFile read(Path file, String name) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(
          "There is no such plan, or it cannot be read",
          name,
          "Name a file; see docs/plan.md for its form.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new RunStart.PlanFile(name, in.readNBytes(MAX_PLAN));
    }
  }
}
