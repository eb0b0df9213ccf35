package dev.aidp.runtime.nativeengine;

import dev.aidp.activity.StepInfo;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests with some engines, each with a connection of its own to the same file. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class Engines {

  @TempDir Path folder;

  /** The input and the attempt of each step that was performed. */
  final LinkedBlockingQueue<String> performed = new LinkedBlockingQueue<>();

  final CountDownLatch latch = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    latch.countDown();
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /** Returns an engine with one place for each weight of steps. */
  NativeEngine engine(ScriptedJob.Script script, UnaryOperator<String> acting) {
    return built(builder(script, acting));
  }

  NativeEngine built(NativeEngineBuilder builder) {
    NativeEngine engine = builder.build();
    open.add(engine);
    return engine;
  }

  NativeEngineBuilder builder(ScriptedJob.Script script, UnaryOperator<String> acting) {
    Database database = Database.open(folder.resolve("aidp.db"));
    open.add(database);
    Work work =
        new Work() {
          @Override
          public String act(String input) {
            performed.add(input + " " + StepInfo.current().attempt());
            return acting.apply(input);
          }

          @Override
          public void nothing() {}
        };
    return NativeEngine.builder(database)
        .workflow(ScriptedJob.running(script))
        .activities(work)
        .sizes(new PoolSizes(1, 1, 1));
  }

  /** Returns what is performed next. */
  String next() throws InterruptedException {
    return String.valueOf(performed.poll(180, TimeUnit.SECONDS));
  }

  /** An action that ends when the latch opens. */
  String waits(String input) {
    try {
      latch.await();
      return input + "!";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
