package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableMap;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.workflow.Step;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that perform steps: a pool for each weight, and one without limit for quick ones. */
final class StepPools implements AutoCloseable {

  private final StepPool quick;
  private final StepPool lightweight;
  private final StepPool standard;
  private final StepPool heavyweight;

  StepPools(PoolSizes sizes) {
    quick = pool("aidp-quick", Integer.MAX_VALUE);
    lightweight = pool("aidp-lightweight", sizes.lightweight());
    standard = pool("aidp-standard", sizes.standard());
    heavyweight = pool("aidp-heavyweight", sizes.heavyweight());
  }

  private static StepPool pool(String name, int places) {
    return new StepPool(
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            Threads.daemon(name),
            // A step that was given up may wait until after the close; nobody hears of it any more.
            new ThreadPoolExecutor.DiscardPolicy()),
        new Places(places));
  }

  Executor of(Request.OfStep step) {
    if (step.step().kind() == Step.Kind.QUICK) {
      return quick;
    }
    return switch (step.step().weight()) {
      case LIGHTWEIGHT -> lightweight;
      case STANDARD -> standard;
      case HEAVYWEIGHT -> heavyweight;
    };
  }

  /** Returns how the places for all but quick steps are used now, by weight. */
  ImmutableMap<String, Places.Use> use() {
    return ImmutableMap.of(
        "lightweight", lightweight.use(),
        "standard", standard.use(),
        "heavyweight", heavyweight.use());
  }

  @Override
  public void close() {
    quick.close();
    lightweight.close();
    standard.close();
    heavyweight.close();
  }
}
