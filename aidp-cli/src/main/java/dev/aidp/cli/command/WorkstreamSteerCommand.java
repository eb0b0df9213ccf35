package dev.aidp.cli.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.DiffOptions;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.view.RunView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is said to workstreams by their names; each answers with a sentence. */
abstract class WorkstreamSteerCommand extends BaseCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "Workstreams: ids, slugs, or tasks.")
  List<String> names = new ArrayList<>();

  WorkstreamSteerCommand(Shell shell) {
    super(shell);
  }

  static ImmutableList<BaseCommand> all(Shell shell) {
    return ImmutableList.of(
        new Status(shell),
        new Pause(shell),
        new Resume(shell),
        new Complete(shell),
        new Remove(shell));
  }

  /** Does it to one. */
  abstract Receipt steer(Session session, RunHandle run);

  @Override
  int run() {
    int exit = Exits.DONE;
    try (Session session = open()) {
      Workstreams all = new Workstreams(session);
      List<RunHandle> runs = names.stream().map(all::named).toList();
      for (RunHandle run : runs) {
        Receipt receipt = steer(session, run);
        String text = "%s: %s".formatted(run.id(), Texts.printable(receipt.text()));
        if (common.json) {
          say(
              Json.object()
                  .put("id", run.id())
                  .put("changed", receipt.changed())
                  .put("text", text));
        } else if (receipt.changed()) {
          shell.say(text);
        } else {
          shell.note("aidp: " + text);
        }
        exit = receipt.changed() ? exit : Exits.FAILED;
      }
    }
    return exit;
  }

  @Command(name = "status", description = "How workstreams stand.")
  private static final class Status extends WorkstreamSteerCommand {

    Status(Shell shell) {
      super(shell);
    }

    @Override
    int run() {
      try (Session session = look()) {
        Workstreams all = new Workstreams(session);
        List<RunHandle> runs = names.stream().map(all::named).toList();
        if (common.json) {
          say(Json.runs(runs.stream().map(RunHandle::lastKnown).toList()));
        } else {
          runs.forEach(run -> report(run, run.lastKnown()));
        }
      }
      return Exits.DONE;
    }

    @Override
    Receipt steer(Session session, RunHandle run) {
      throw new IllegalStateException("Looking changes nothing.");
    }
  }

  @Command(name = "pause", description = "Let no agent of them take another turn.")
  private static final class Pause extends WorkstreamSteerCommand {

    Pause(Shell shell) {
      super(shell);
    }

    @Override
    Receipt steer(Session session, RunHandle run) {
      return run.pause();
    }
  }

  @Command(
      name = "resume",
      description =
          "Let those that are paused go on. Those that nobody works on: aidp ws run with the same tasks.")
  private static final class Resume extends WorkstreamSteerCommand {

    Resume(Shell shell) {
      super(shell);
    }

    @Override
    Receipt steer(Session session, RunHandle run) {
      return run.resume();
    }
  }

  @Command(
      name = "complete",
      description =
          "Take what those that have ended have done as it stands: of one that is not green, a branch is made of it.")
  private static final class Complete extends WorkstreamSteerCommand {

    Complete(Shell shell) {
      super(shell);
    }

    @Override
    Receipt steer(Session session, RunHandle run) {
      Receipt kept = run.keep();
      return kept.outcome() == Receipt.Outcome.ALREADY
          ? new Receipt(Receipt.Outcome.ACCEPTED, kept.text())
          : kept;
    }
  }

  @Command(
      name = "remove",
      description =
          "Remove what those that have ended have left; their branches stay. Work that is on no branch is never lost so.")
  private static final class Remove extends WorkstreamSteerCommand {

    @Option(names = "--force", description = "Lose also work that is on no branch.")
    boolean force;

    Remove(Shell shell) {
      super(shell);
    }

    @Override
    Receipt steer(Session session, RunHandle run) {
      RunView view = run.view();
      if (view.ended() && !force) {
        demandKept(run, view);
      }
      session.aidp().remove(run.id());
      return new Receipt(Receipt.Outcome.ACCEPTED, "It is removed.");
    }

    private void demandKept(RunHandle run, RunView view) {
      Repository repository = new Repository(Layout.of(Session.place(shell, common)));
      boolean branch =
          view.branch() != null || repository.branchExists(view.units().get(0).head().branch());
      boolean began = view.units().get(0).tries().iterations() > 0;
      if (!branch && began && run.diff(DiffOptions.ALL).length > 0) {
        throw new UsageException(
            "What %s has done is on no branch.".formatted(run.id()),
            null,
            "Keep it (aidp ws complete %s), look at it (aidp diff %s), or lose it (--force)."
                .formatted(run.id(), run.id()));
      }
    }
  }
}
