package dev.aidp.testkit.junit;

import com.google.common.collect.ImmutableMap;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the runs of one test live on.
 *
 * @param clock its time
 * @param end stops what is the test's alone
 */
record EnginePlace(TestEngine engine, TestClock clock, Runnable end) {

  static EnginePlace of(TestEngine engine) {
    return switch (engine) {
      case NATIVE -> new EnginePlace(engine, new NativeClock(), () -> {});
      case MEMORY -> {
        InMemoryServer server = InMemoryServer.start();
        yield new EnginePlace(engine, new MemoryClock(server), server::close);
      }
      case SERVER -> new EnginePlace(engine, new MachineClock(), () -> {});
    };
  }

  /** Returns the address of the service; there is none natively. */
  String target() {
    return switch (engine) {
      case NATIVE -> "";
      case MEMORY -> ((MemoryClock) clock).server().target();
      case SERVER -> DevServer.shared().target();
    };
  }

  /**
   * Returns options for an Aidp that takes part here.
   *
   * @param agent the command of the agent that requests need not name
   * @param recorded hears of what is recorded natively
   */
  AidpOptions options(String agent, Consumer<List<Entry>> recorded) {
    AidpOptions usual =
        AidpOptions.defaults()
            .withRuns(
                new AidpOptions.ForRuns(
                    engine.wireName(), ImmutableMap.of("agent.command", agent)));
    if (clock instanceof NativeClock time) {
      return usual.withTime(time.renewed(recorded));
    }
    AidpOptions there = usual.at(target(), null);
    return clock instanceof MemoryClock time ? there.withTime(time) : there;
  }
}
