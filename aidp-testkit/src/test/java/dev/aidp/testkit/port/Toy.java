package dev.aidp.testkit.port;

import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import java.util.ArrayList;
import java.util.List;

/** The state of a toy run, which its program writes. */
public final class Toy {

  /** What a toy run does. */
  @FunctionalInterface
  public interface Program {

    /** Runs as {@code toy}, which is fresh in each run and each replay. */
    void run(Toy toy);
  }

  /** What a toy run does when it is asked something. */
  @FunctionalInterface
  public interface Answer {

    /** Answers {@code text}. */
    String to(Toy toy, String text);
  }

  private final WorkflowContext context;
  private final Program program;
  private final Answer answer;
  private final List<String> written = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private String input = "";

  private Toy(WorkflowContext context, Program program, Answer answer) {
    this.context = context;
    this.program = program;
    this.answer = answer;
  }

  /** Returns a run with this program. */
  public static WorkflowDefinition<ToyWorkflow> run(Program program) {
    return run(program, Toy::hears);
  }

  /** Returns a run with this program, which answers so. */
  public static WorkflowDefinition<ToyWorkflow> run(Program program, Answer answer) {
    return new WorkflowDefinition<>(
        ToyWorkflow.class, context -> new Run(new Toy(context, program, answer)));
  }

  private static String hears(Toy toy, String text) {
    toy.heard.add(text);
    return "heard " + text;
  }

  /** Returns a child run with this program. */
  public static WorkflowDefinition<ToyChild> child(Program program) {
    return new WorkflowDefinition<>(
        ToyChild.class, context -> new ChildRun(new Toy(context, program, Toy::hears)));
  }

  /** Returns the port. */
  public WorkflowContext context() {
    return context;
  }

  /** Returns a stub of steps that an engine may run elsewhere. */
  public ToySteps commands() {
    return context.steps(ToySteps.class, Step.command());
  }

  /** Returns a stub for one step of this name. */
  public ToySteps command(String name) {
    return context.steps(ToySteps.class, Step.command().named(name));
  }

  /** Returns a stub for one step of this name that is not repeated. */
  public ToySteps once(String name) {
    return steps(Step.command().named(name).once());
  }

  /** Returns a stub of such steps. */
  public ToySteps steps(Step step) {
    return context.steps(ToySteps.class, step);
  }

  /** Returns what the run was started with. */
  public String input() {
    return input;
  }

  /** Writes a line, which the run returns in the end. */
  public void write(Object line) {
    written.add(String.valueOf(line));
  }

  /** Returns what was said to the run; it grows. */
  public List<String> heard() {
    return heard;
  }

  /** Waits until this was said. */
  public void awaitHearing(String text) {
    context.await(() -> heard.contains(text));
  }

  private ToyWorkflow.Lines run(String given) {
    input = given;
    program.run(this);
    return lines();
  }

  private ToyWorkflow.Lines lines() {
    return new ToyWorkflow.Lines(List.copyOf(written));
  }

  private record Run(Toy toy) implements ToyWorkflow {

    @Override
    public Lines run(String input) {
      return toy.run(input);
    }

    @Override
    public void say(String text) {
      toy.heard.add(text);
    }

    @Override
    public String ask(String text) {
      return toy.answer.to(toy, text);
    }

    @Override
    public void checkAsk(String text) {
      if (text.startsWith("no")) {
        throw new IllegalArgumentException("It does not take '" + text + "'.");
      }
    }

    @Override
    public Lines lines() {
      return toy.lines();
    }
  }

  private record ChildRun(Toy toy) implements ToyChild {

    @Override
    public ToyWorkflow.Lines run(String input) {
      return toy.run(input);
    }

    @Override
    public List<String> heard() {
      return List.copyOf(toy.heard);
    }

    @Override
    public void say(String text) {
      toy.heard.add(text);
    }
  }
}
