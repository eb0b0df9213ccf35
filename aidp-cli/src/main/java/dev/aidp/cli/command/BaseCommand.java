package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.progress.Progress;
import dev.aidp.cli.show.AnalysisText;
import dev.aidp.cli.show.RunText;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.runtime.config.RequestConfig;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share. */
abstract class BaseCommand implements Callable<Integer> {

  @Mixin final Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  final Shell shell;

  BaseCommand(Shell shell) {
    this.shell = shell;
  }

  /** Does the work and returns the exit code. */
  abstract int run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    return run();
  }

  Session open() {
    return Session.open(shell, common, Session.config(shell, common, common.given()));
  }

  /** Opens what there is to look at and to steer, which need not be a repository. */
  Session look() {
    return Session.look(shell, common, Session.config(shell, common, common.given()));
  }

  /** Returns under which id and on which engine a run is started. */
  StartOptions started(Config config) {
    String id = common.id == null ? null : Session.checkedId(common.id);
    return StartOptions.defaults().withId(id).on(config.engine());
  }

  /** Returns the settings of a run: of the document, and over it of the options. */
  RunSettings settings(RunRequest<?> said, Config config, List<Given> options) {
    return said.settings().isEmpty()
        ? config.runSettings()
        : new RequestConfig(
                Session.configFile(shell, common), shell.environment(), Map.of(), List.of())
            .read(said.settings(), options);
  }

  void say(List<String> lines) {
    lines.forEach(shell::say);
  }

  void say(JsonNode document) {
    shell.say(Json.pretty(document));
  }

  /** Returns what a process that does this in the background is for. */
  String mode() {
    return "execute";
  }

  /** Shows a run as text, and what it has found if that is all it was for. */
  void report(RunHandle run, RunView view) {
    say(
        AnalysisText.of(run, view)
            .map(AnalysisText::lines)
            .orElseGet(() -> RunText.lines(view, shell.clock().instant())));
  }

  /** Returns the document of a run, with what it has found if that is all it was for. */
  ObjectNode document(RunHandle run, RunView view) {
    ObjectNode document = Json.run(view);
    AnalysisText.of(run, view).ifPresent(found -> document.set("analysis", Json.tree(found)));
    return document;
  }

  /** Returns how a run is shown while it goes on: beside the result if that is a document. */
  Progress progress() {
    if (common.quiet) {
      return Progress.silent();
    }
    var stream = common.json ? shell.err() : shell.out();
    boolean terminal = common.json ? shell.screen().err() : shell.screen().out();
    return terminal
        ? Progress.redrawn(stream, shell.screen(), shell.clock())
        : Progress.plain(stream);
  }
}
