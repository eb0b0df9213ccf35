package dev.aidp.runtime.nativeengine;

import dev.aidp.workflow.Step;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that perform steps: a pool for each weight, and one without limit for quick ones. */
final class StepPools implements AutoCloseable {

  private final StepPool quick;
  private final StepPool lightweight;
  private final StepPool standard;
  private final StepPool heavyweight;

  StepPools(NativeOptions options) {
    quick =
        new StepPool(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.MINUTES,
                new SynchronousQueue<>(),
                Threads.daemon("aidp-quick")));
    lightweight = pool("aidp-lightweight", options.lightweight());
    standard = pool("aidp-standard", options.standard());
    heavyweight = pool("aidp-heavyweight", options.heavyweight());
  }

  private static StepPool pool(String name, int size) {
    return new StepPool(
        new ThreadPoolExecutor(
            size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemon(name)));
  }

  Executor of(Request.OfStep step) {
    if (step.step() == Step.Kind.QUICK) {
      return quick;
    }
    return switch (step.weight()) {
      case LIGHTWEIGHT -> lightweight;
      case STANDARD -> standard;
      case HEAVYWEIGHT -> heavyweight;
    };
  }

  @Override
  public void close() {
    quick.close();
    lightweight.close();
    standard.close();
    heavyweight.close();
  }
}
