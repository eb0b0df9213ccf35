package dev.aidp.testkit.junit;

import com.google.common.collect.ImmutableMap;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;

/**
 * What the runs of one test live on.
 *
 * @param clock its time
 * @param target the address of the service; an empty text natively
 * @param end stops what is the test's alone
 */
record EnginePlace(TestEngine engine, TestClock clock, String target, Runnable end) {

  static EnginePlace of(TestEngine engine) {
    return switch (engine) {
      case NATIVE -> new EnginePlace(engine, new NativeClock(), "", () -> {});
      case MEMORY -> {
        InMemoryServer server = InMemoryServer.start();
        yield new EnginePlace(engine, new MemoryClock(server), server.target(), server::close);
      }
      case SERVER ->
          new EnginePlace(engine, new MachineClock(), DevServer.shared().target(), () -> {});
    };
  }

  /** Returns options for an Aidp that takes part here; {@code agent} is a command. */
  AidpOptions options(String agent) {
    AidpOptions usual =
        AidpOptions.defaults()
            .withRuns(
                new AidpOptions.ForRuns(
                    engine.wireName(), ImmutableMap.of("agent.command", agent)));
    AidpOptions there = engine == TestEngine.NATIVE ? usual : usual.at(target, null);
    return clock instanceof MemoryClock time ? there.withTime(time) : there;
  }

  /** Returns what an Aidp lives by until it is closed. */
  EngineLife life() {
    return clock instanceof NativeClock time ? EngineLife.on(time, entries -> {}) : EngineLife.LONG;
  }

  /** Returns what an Aidp lives by until something more is recorded. */
  EngineLife shortLife() {
    return clock instanceof NativeClock time
        ? EngineLife.shortOn(time)
        : EngineLife.shortOn(target);
  }
}
