package dev.aidp.cli.command;

import dev.aidp.StartOptions;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.init.Proposal;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Role;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that starts a run, or attaches to it. */
abstract class StartCommand extends BaseCommand {

  @Mixin final RunOptions options = new RunOptions();

  @Mixin final RequestOptions document = new RequestOptions();

  @Mixin final DetachOptions detaching = new DetachOptions();

  private final RunKind kind;

  StartCommand(Shell shell, RunKind kind) {
    super(shell);
    this.kind = kind;
  }

  /** Returns the text that was given, or null. */
  abstract @Nullable String text();

  @Override
  int run() throws IOException {
    List<Given> given = new ArrayList<>(common.given());
    given.addAll(options.given());
    Config config = Session.config(shell, common, given);
    RunRequest<?> request = request(config, given);
    try (Session session = Session.open(shell, common, config)) {
      return begin(session, request, started(config));
    }
  }

  int begin(Session session, RunRequest<?> request, StartOptions start) throws IOException {
    return Ownership.of(this, detaching).begin(session, request, start);
  }

  /** Returns what is asked: what the document says, and over it what the options say. */
  private RunRequest<?> request(Config config, List<Given> given) throws IOException {
    FeatureRequest said =
        document.read(
            shell.directory(), detaching.detach, FeatureRequest.class, FeatureRequest.of(""));
    String text = text() == null ? said.text() : text();
    if (text.isBlank()) {
      throw new UsageException("The text is empty", null, "Say in a sentence what is wanted.");
    }
    PlanSource plan = options.plan == null ? said.plan() : plan(options.plan);
    if (kind == RunKind.LOOP && plan != null) {
      throw new UsageException(
          "A loop has no plan", "--plan", "Use: aidp feature \"TEXT\" --plan FILE");
    }
    if (kind == RunKind.LOOP && !options.joining.approvals.isEmpty()) {
      throw new UsageException(
          "A loop has no merge to approve", "--approve", "Look at its branch when it has ended.");
    }
    RunSettings settings = settings(said, config, given);
    require(settings, Role.CODER);
    if (kind == RunKind.FEATURE && plan == null) {
      require(settings, Role.PLANNER);
    }
    AgentCommands.check(shell, settings, config.providers());
    tell(settings);
    String base = options.base == null ? said.base() : options.base;
    String branch = options.branch == null ? said.branch() : options.branch;
    return kind == RunKind.LOOP
        ? new WorkLoopRequest(text, base, branch, settings.document(), null)
        : new FeatureRequest(text, plan, base, branch, settings.document(), null);
  }

  /** Tells who starts a run without any check which ones this repository seems to have. */
  private void tell(RunSettings settings) {
    if (!settings.checks().isEmpty() || common.quiet) {
      return;
    }
    List<String> found =
        Proposal.checks(Layout.of(Session.place(shell, common)), shell.environment());
    if (!found.isEmpty()) {
      shell.note(
          "Warning: there is no check, so only the agents will say that the work is done. This repository seems to have: %s. Let `aidp init` write it down, or give --check tests='%s'."
              .formatted(String.join("; ", found), found.get(0)));
    }
  }

  private void require(RunSettings settings, Role role) {
    if (settings.agent(role) == null) {
      throw new UsageException(
          "No agent is there for the role " + role.wireName(),
          null,
          "Give --agent-command CMD, or set agent.command in .aidp/aidp.yml. To see how it goes"
              + " without: aidp demo");
    }
  }

  private PlanSource plan(Path file) throws IOException {
    return PlanFile.read(shell.directory().resolve(file), file.toString()).source();
  }
}
