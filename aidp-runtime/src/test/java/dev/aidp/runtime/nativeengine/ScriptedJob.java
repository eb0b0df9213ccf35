package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.StepFailedException;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import java.util.ArrayList;
import java.util.List;

/** Runs the program that a test gives, and keeps what it is told. */
final class ScriptedJob implements Job {

  interface Script {
    String run(ScriptedJob self, String input);
  }

  interface OnTell {
    void told(ScriptedJob self, String text);
  }

  final WorkflowContext context;
  final Work work;
  final List<String> seen = new ArrayList<>();
  private final Script script;
  private final OnTell onTell;

  private ScriptedJob(WorkflowContext context, Script script, OnTell onTell) {
    this.context = context;
    this.work = context.steps(Work.class, Step.turn());
    this.script = script;
    this.onTell = onTell;
  }

  static WorkflowDefinition<Job> running(Script script) {
    return running(script, (self, text) -> self.seen.add(text));
  }

  static WorkflowDefinition<Job> running(Script script, OnTell onTell) {
    return new WorkflowDefinition<>(Job.class, context -> new ScriptedJob(context, script, onTell));
  }

  Work named(String name) {
    return context.steps(Work.class, Step.command().named(name).once());
  }

  @Override
  public String run(String input) {
    return script.run(this, input);
  }

  @Override
  public void tell(String text) {
    onTell.told(this, text);
  }

  /** Does what it does when it is told something, and answers how much it has seen. */
  @Override
  public String ask(String text) {
    onTell.told(this, text);
    if (text.hashCode() % 7 == 0) {
      throw StepFailedException.permanent(text);
    }
    return text + "." + seen.size();
  }

  static boolean refuses(String text) {
    return text.hashCode() % 5 == 0;
  }

  @Override
  public void checkAsk(String text) {
    if (refuses(text)) {
      throw new IllegalArgumentException("not " + text);
    }
  }

  @Override
  public List<String> seen() {
    return List.copyOf(seen);
  }
}
