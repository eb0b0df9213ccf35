package dev.aidp.runtime.nativeengine;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.runtime.journal.Database;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * An engine in which nothing happens but what the test says, in the order it says, on the test's
 * thread.
 */
final class HandDriven implements AutoCloseable, Executor, Ticker, Work {

  record Timer(Instant time, Runnable action) {}

  final Database database;
  final NativeEngine engine;
  final Map<String, StepTask> steps = new TreeMap<>();
  final Map<String, Timer> timers = new TreeMap<>();
  final Set<String> begun = new TreeSet<>();
  final Map<String, Integer> effects = new TreeMap<>();
  Instant now;
  private final Deque<Runnable> loops = new ArrayDeque<>();
  private boolean closing;

  HandDriven(Database database, Instant now) {
    this.database = database;
    this.now = now;
    engine =
        NativeEngine.builder(database)
            .workflow(ScriptedJob.running(RandomProgram::run, RandomProgram::told))
            .activities(this)
            .ticker(this)
            .everythingOn(this)
            .build();
  }

  @Override
  public void execute(Runnable work) {
    if (closing) {
      work.run();
    } else if (work instanceof StepTask step) {
      begun.add(step.key());
      steps.put(step.key(), step);
    } else {
      loops.add(work);
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    begun.add(name);
    timers.put(name, new Timer(time, action));
    return () -> timers.remove(name);
  }

  /** Lets all loops go on until none has anything to do. */
  void settle() {
    while (!loops.isEmpty()) {
      loops.remove().run();
    }
  }

  boolean perform(String key) {
    StepTask step = steps.remove(key);
    if (step != null) {
      step.run();
    }
    return step != null;
  }

  boolean fire(String name) {
    Timer timer = timers.remove(name);
    if (timer != null) {
      timer.action().run();
    }
    return timer != null;
  }

  @Override
  public String act(String input) {
    StepInfo step = StepInfo.current();
    step.beat(null);
    effects.merge(step.key(), 1, Integer::sum);
    if (step.key().hashCode() % 7 == 0) {
      throw new StepFailedException(Failure.of(FailureKind.TRANSIENT, "as drawn"));
    }
    return input + "!";
  }

  @Override
  public void nothing() {}

  @Override
  public void close() {
    closing = true;
    settle();
    engine.close();
  }
}
