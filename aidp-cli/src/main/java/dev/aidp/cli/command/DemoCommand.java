package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.cli.demo.DemoProject;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Defaults;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.workflows.plan.PlanDrawing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp demo}. */
@Command(
    name = "demo",
    description =
        "The main job with no model and no server: a sample repository, scripted agents, one green branch.")
final class DemoCommand extends BaseCommand {

  private static final StartOptions START = StartOptions.id(DemoProject.RUN);

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the sample repository is made (./aidp-demo).")
  Path folder = Path.of("aidp-demo");

  DemoCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    Path place = shell.directory().resolve(folder);
    boolean goesOn = DemoProject.isThere(place) && unfinished(DemoProject.open(place));
    DemoProject project = goesOn ? DemoProject.open(place) : DemoProject.create(place);
    Config config = config(project);
    try (Session session =
        new Session(dev.aidp.Aidp.open(project.folder(), config.options()), config)) {
      introduce(project, goesOn);
      RunHandle run = session.aidp().start(request(project, config), START.on(config.engine()));
      int code = Foreground.stay(this, session, run, new DemoReport(this, project, run));
      return code;
    }
  }

  /** The user's own settings are not asked: they are about his repositories, not about this one. */
  private Config config(DemoProject project) {
    List<Given> given = new ArrayList<>(common.given());
    given.add(new Given("agent.command", project.agentCommand(), "demo"));
    project.checks().forEach(c -> given.add(new Given("checks." + c.name(), c.command(), "demo")));
    return Config.read(null, Map.of(), given);
  }

  /**
   * A run that was killed goes on; one that has ended, and what never became a run, is made anew.
   */
  private boolean unfinished(DemoProject project) {
    Config config = config(project);
    try (Session session =
        new Session(dev.aidp.Aidp.open(project.folder(), config.options()), config)) {
      return !session.run(DemoProject.RUN).view().ended();
    } catch (NotFoundException e) {
      return false;
    }
  }

  private FeatureRequest request(DemoProject project, Config config) throws IOException {
    return FeatureRequest.of(DemoProject.FEATURE)
        .plan(PlanFile.read(project.plan(), "plan.yaml").source())
        .with(config.runSettings());
  }

  private void introduce(DemoProject project, boolean goesOn) throws IOException {
    if (common.quiet) {
      return;
    }
    Plan plan = PlanFile.read(project.plan(), "plan.yaml").plan();
    List<String> lines = new ArrayList<>();
    lines.add(
        "A sample repository is in "
            + project.folder()
            + "; the agents are scripts, the rest is real.");
    lines.add(
        goesOn
            ? "An earlier demo has not ended: it goes on where it was."
            : "One feature, by this plan:");
    lines.add("");
    PlanGraph graph = new PlanGraph("", plan.units().stream().map(Plan.Unit::node).toList());
    PlanDrawing.of(plan.feature(), graph, Defaults.MAX_PARALLEL)
        .lines()
        .forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("Kill this process whenever you like and call it again: it goes on.");
    lines.add("");
    lines.forEach(line -> tell(line));
  }

  /** Prints beside the document if there is to be one. */
  void tell(String line) {
    if (common.json) {
      shell.note(line);
    } else {
      shell.say(line);
    }
  }
}
