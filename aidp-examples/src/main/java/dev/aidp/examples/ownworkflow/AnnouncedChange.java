package dev.aidp.examples.ownworkflow;

import dev.aidp.run.UnitState;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopWorkflow;

/**
 * Aidp's loop as a child run, then a step of our own: plain blocking Java, durable at each line.
 */
final class AnnouncedChange implements AnnouncedChangeWorkflow {

  private final WorkflowContext context;
  private boolean cancelled;
  private String doing = "waiting";
  private String title = "";

  AnnouncedChange(WorkflowContext context) {
    this.context = context;
  }

  // tag::workflow[]
  @Override
  public Announced run(Change change) {
    doing = "changing";
    title = title.isEmpty() ? change.title() : title; // it may have been given another one
    UnitResult result = changed(change);
    if (result.report().state() != UnitState.COMPLETED) {
      return new Announced(result.report().state(), null, null);
    }

    doing = "announcing";
    Announcements announcements = context.steps(Announcements.class, Step.command());
    String text = announcements.announce(title, result.report().head().branch());
    return new Announced(UnitState.COMPLETED, result.report().head().commit(), text);
  }

  private UnitResult changed(Change change) {
    Child<WorkLoopWorkflow> loop = context.child(WorkLoopWorkflow.class, "loop");
    Promise<UnitResult> result = loop.start(run -> run.run(change.task()));
    context.await(() -> cancelled || result.done());
    if (!result.done()) {
      loop.signal(WorkLoopWorkflow::cancel); // it ends its agent, and then itself with a report
    }
    return result.get();
  }

  // end::workflow[]

  @Override
  public void cancel() {
    cancelled = true;
  }

  // tag::handler[]
  @Override
  public String retitle(String other) {
    String before = title;
    title = other;
    return before;
  }

  @Override
  public void checkRetitle(String other) {
    if (other.isBlank() || doing.equals("announcing")) {
      throw new IllegalArgumentException("It is %s, and wants a title.".formatted(doing));
    }
  }

  // end::handler[]

  @Override
  public String doing() {
    return doing;
  }
}
