package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableList;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.workflow.Step;
import java.util.Iterator;
import java.util.List;

/** Starts what a program asks for, in the order it asked, once that is recorded. */
final class Starter {

  private static final Journal.Start UNCOUNTED = new Journal.Start(1, null, null);

  private final RunLoop run;
  private final Runs runs;
  private final List<Pending> requested;

  Starter(RunLoop run, Runs runs, List<Pending> requested) {
    this.run = run;
    this.runs = runs;
    this.requested = requested;
  }

  /** Returns the keys of the steps and timers whose starts are recorded. */
  ImmutableList<String> steps() {
    return requested.stream()
        .map(asked -> asked.request)
        .filter(Starter::counted)
        .map(Request::startKey)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean counted(Request request) {
    return request instanceof Request.OfTimer
        || request instanceof Request.OfStep step && step.step().kind() != Step.Kind.QUICK;
  }

  /** Returns the children. */
  ImmutableList<RunRow> children() {
    return requested.stream()
        .map(asked -> asked.request)
        .filter(Request.OfChild.class::isInstance)
        .map(Request.OfChild.class::cast)
        .map(child -> run.row().child(child.key(), child.type(), child.args()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Starts all, the children first, as signals to them may follow. */
  void start(Journal.Begun begun) {
    begun.children().forEach(this::attach);
    Iterator<Journal.Start> starts = begun.starts().iterator();
    for (Pending asked : requested) {
      start(asked, counted(asked.request) ? starts.next() : UNCOUNTED);
    }
  }

  private void attach(RunRow child) {
    if (child.end() == null) {
      runs.load(child);
    } else {
      runs.tellParent(child, child.end().answer());
    }
  }

  private void start(Pending asked, Journal.Start start) {
    Request request = asked.request;
    if (request instanceof Request.OfStep step) {
      StepTask task = new StepTask(run, step, body(step), start);
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

  private StepTask.Body body(Request.OfStep step) {
    Request.Lambda lambda = step.lambda();
    if (lambda != null) {
      return () -> lambda.perform(runs);
    }
    ActivityTable.Activity activity = runs.activity(step.type());
    return () -> activity.perform(step.args());
  }

  private static Event came(Request request) {
    return new Event.ResultArrived(request.kind(), request.key(), Answer.NOTHING);
  }
}
