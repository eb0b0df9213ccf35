package dev.aidp.testkit.port;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Activities of all shapes, for tests of engines. */
@ActivityInterface
public interface ToySteps {

  /** A word and how often. */
  record Count(String word, int times) {}

  /** Returns what it is given. */
  @ActivityMethod(name = "ToyEcho")
  String echo(String text);

  /** Returns a list of records, which an engine can only read by the generic type. */
  @ActivityMethod(name = "ToyCounts")
  List<Count> counts(List<Count> counts);

  /** Returns nothing. */
  @ActivityMethod(name = "ToyNote")
  void note(String text);

  /** Returns the key that the step knows of itself. */
  @ActivityMethod(name = "ToyKey")
  String key();

  /** Fails with a failure of this kind; {@code fault} throws what is no failure of ours. */
  @ActivityMethod(name = "ToyFail")
  String fail(String kind);

  /** Returns when {@code parties} calls of it are under way at once. */
  @ActivityMethod(name = "ToyMeet")
  String meet(String text, int parties);

  /** Fails like a program in its first {@code failures} attempts, then returns {@code text}. */
  @ActivityMethod(name = "ToyFlaky")
  String flaky(String text, int failures);

  /** Says {@code text} and then nothing, and fails; the next attempt returns what was said. */
  @ActivityMethod(name = "ToyRemembered")
  String remembered(String text);

  /** Keeps {@code text} and fails; the next attempt returns what was kept. */
  @ActivityMethod(name = "ToyKept")
  String kept(String text);

  /** Takes this long, without a beat. */
  @ActivityMethod(name = "ToySilent")
  String silent(String text, long millis);

  /** Beats until it is asked to stop. */
  @ActivityMethod(name = "ToyWork")
  String work(String text);
}
