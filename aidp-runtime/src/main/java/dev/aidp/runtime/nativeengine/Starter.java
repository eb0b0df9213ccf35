package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.RunRow;
import java.util.ArrayList;
import java.util.List;

/** Starts what a program asks for, in the order it asked. */
final class Starter {

  private final RunLoop run;
  private final Runs runs;

  Starter(RunLoop run, Runs runs) {
    this.run = run;
    this.runs = runs;
  }

  void start(List<Pending> requested) {
    if (!requested.isEmpty()) {
      register(requested);
      requested.forEach(this::start);
    }
  }

  /** All children of a turn in one transaction, before any signal to them. */
  private void register(List<Pending> requested) {
    List<RunRow> children = new ArrayList<>();
    for (Pending asked : requested) {
      if (asked.request instanceof Request.OfChild child) {
        children.add(run.row().child(child.key(), child.type(), child.args()));
      }
    }
    if (!children.isEmpty()) {
      runs.journal().children(children, runs.now()).forEach(this::attach);
    }
  }

  private void attach(RunRow child) {
    if (child.end() == null) {
      runs.load(child);
    } else {
      runs.tellParent(child, child.end().answer());
    }
  }

  private void start(Pending asked) {
    Request request = asked.request;
    if (request instanceof Request.OfStep step) {
      StepTask task = new StepTask(run, step, runs.activity(step.type()), runs.policy(step.step()));
      if (asked.stopped()) {
        task.stop();
      }
      asked.onStop(task::stop);
      run.perform(task);
    } else if (request instanceof Request.OfTimer timer) {
      if (!asked.stopped()) {
        asked.onStop(run.timer(timer, came(timer)));
      }
    } else if (request instanceof Request.OfSignal) {
      run.post(came(request));
    }
  }

  private static Event came(Request request) {
    return new Event.Came(request.kind(), request.key(), Answer.NOTHING);
  }
}
