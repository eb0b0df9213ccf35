package dev.aidp.runtime.nativeengine;

import dev.aidp.workflow.Step;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that perform steps: a pool for each weight, and one without limit for quick ones. */
final class StepPools implements AutoCloseable {

  private final ExecutorService quick;
  private final ExecutorService lightweight;
  private final ExecutorService standard;
  private final ExecutorService heavyweight;

  StepPools(NativeOptions options) {
    quick = Executors.newCachedThreadPool(Threads.daemon("aidp-quick"));
    lightweight = pool("aidp-lightweight", options.lightweight());
    standard = pool("aidp-standard", options.standard());
    heavyweight = pool("aidp-heavyweight", options.heavyweight());
  }

  private static ExecutorService pool(String name, int size) {
    return Executors.newFixedThreadPool(size, Threads.daemon(name));
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
    quick.shutdown();
    lightweight.shutdown();
    standard.shutdown();
    heavyweight.shutdown();
  }
}
