package dev.aidp.runtime.nativeengine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for workflow code that does not give the baton back, and for steps that are
 * silent or too long.
 */
final class Watchdog implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long BATON_NANOS =
      TimeUnit.SECONDS.toNanos(1); // workflow code computes for milliseconds

  /** A step that beats by itself does so every two seconds. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Runs runs;
  private final Set<StepTask> told = ConcurrentHashMap.newKeySet();

  Watchdog(Runs runs) {
    this.runs = runs;
  }

  @Override
  public void run() {
    for (RunLoop run : runs.all()) {
      lookAtWorkflow(run);
      run.tasks().forEach(this::lookAtStep);
      told.removeIf(task -> task.of(run) && !run.tasks().contains(task));
    }
  }

  private static void lookAtWorkflow(RunLoop run) {
    Program program = run.program();
    Thread hog = program == null ? null : program.hogging(BATON_NANOS);
    if (hog != null) {
      LOG.warn(
          "The workflow of run {} computes for more than a second, and nothing else of the run goes on:\n{}",
          run.id(),
          Stream.of(hog.getStackTrace())
              .map(frame -> "    at " + frame)
              .collect(Collectors.joining("\n")));
    }
  }

  private void lookAtStep(StepTask task) {
    long silent = task.watch(System.nanoTime());
    if (silent > SILENCE_NANOS && told.add(task)) {
      LOG.warn(
          "The step {} has not beaten for {} s.",
          task.key(),
          TimeUnit.NANOSECONDS.toSeconds(silent));
    }
  }
}
