package dev.aidp.runtime.nativeengine;

import dev.aidp.workflow.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that perform steps: a pool for each weight, and one without limit for quick ones. */
final class StepPools implements AutoCloseable {

  private final Map<Step.Weight, ExecutorService> pools = new EnumMap<>(Step.Weight.class);
  private final ExecutorService quick = Executors.newCachedThreadPool(Threads.daemon("aidp-quick"));

  StepPools(NativeOptions options) {
    pools.put(Step.Weight.LIGHTWEIGHT, pool("aidp-lightweight", options.lightweight()));
    pools.put(Step.Weight.STANDARD, pool("aidp-standard", options.standard()));
    pools.put(Step.Weight.HEAVYWEIGHT, pool("aidp-heavyweight", options.heavyweight()));
  }

  private static ExecutorService pool(String name, int size) {
    return Executors.newFixedThreadPool(size, Threads.daemon(name));
  }

  Executor of(Request.OfStep step) {
    return step.step() == Step.Kind.QUICK ? quick : pools.get(step.weight());
  }

  @Override
  public void close() {
    pools.values().forEach(ExecutorService::shutdown);
    quick.shutdown();
  }
}
