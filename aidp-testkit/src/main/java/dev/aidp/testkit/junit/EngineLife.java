package dev.aidp.testkit.junit;

import dev.aidp.failure.UnusableException;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.temporal.TemporalConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The life of one Aidp after the other on the same engine.
 *
 * @param with makes options of an Aidp that has this life
 * @param crash whether it has ended early
 * @param over completes where nobody else would hear that it has
 * @param end frees what is its own
 */
record EngineLife(
    UnaryOperator<AidpOptions> with,
    BooleanSupplier crash,
    CompletableFuture<Boolean> over,
    Runnable end) {

  /** One that ends by being closed, on a server. */
  static final EngineLife LONG =
      new EngineLife(UnaryOperator.identity(), () -> false, new CompletableFuture<>(), () -> {});

  /** Returns one that ends by being closed, natively; {@code recorded} hears what is recorded. */
  static EngineLife on(NativeClock clock, Consumer<List<Entry>> recorded) {
    return new EngineLife(
        options -> options.withTime(clock.renewed(recorded)),
        () -> false,
        new CompletableFuture<>(),
        () -> {});
  }

  /** Returns one that ends when something is recorded, natively. */
  static EngineLife shortOn(NativeClock clock) {
    AtomicBoolean crashed = new AtomicBoolean();
    EngineLife life = on(clock, entries -> crash(entries, crashed));
    return new EngineLife(life.with, crashed::get, life.over, life.end);
  }

  /** Who goes on with a run may send it a message; that alone leads nowhere. */
  private static void crash(List<Entry> recorded, AtomicBoolean crashed) {
    if (crashed.get()
        || recorded.isEmpty()
        || recorded.stream().anyMatch(entry -> entry.kind() != EntryKind.MESSAGE)) {
      crashed.set(true);
      throw new UnusableException("It was killed by the test.", "Go on with it.");
    }
  }

  /** Returns one that ends when something is recorded by the server at {@code target}. */
  static EngineLife shortOn(String target) {
    CutConnection connection = new CutConnection(target);
    return new EngineLife(
        options -> options.with(TemporalConnection.of(connection.stubs(), "default")),
        connection::isCut,
        connection.recorded(),
        connection::close);
  }

  AidpOptions options(AidpOptions usual) {
    return with.apply(usual);
  }

  boolean crashed() {
    return crash.getAsBoolean();
  }

  void close() {
    end.run();
  }
}
