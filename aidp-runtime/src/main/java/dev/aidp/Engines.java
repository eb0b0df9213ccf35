package dev.aidp;

import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.temporal.TemporalEngine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engines of this process, each made when it is first needed. */
final class Engines implements AutoCloseable {

  static final String NATIVE = "native";
  static final String TEMPORAL = "temporal";

  /**
   * The engine of a new run.
   *
   * @param name its name
   * @param note why it is not the one asked for, or null
   */
  record Choice(String name, @Nullable String note) {}

  private final Composition parts;
  private final AidpOptions options;
  private final Database database;
  private final String repository;
  private @Nullable NativeEngine nativeEngine;
  private @Nullable TemporalEngine temporalEngine;
  private boolean temporalWorks;

  Engines(
      Layout layout,
      Database database,
      String repository,
      AidpOptions options,
      Aidp.Extensions extensions) {
    this.repository = repository;
    this.parts = new Composition(layout, options, extensions);
    this.options = options;
    this.database = database;
  }

  /**
   * Returns the engine for a new run: the one asked for, or the native one where the user allowed
   * that.
   */
  Choice choose(String asked) {
    try {
      working(asked);
      return new Choice(asked, null);
    } catch (UnusableException e) {
      if (!options.fallbackToNative()) {
        throw e;
      }
      return new Choice(
          NATIVE, "On the native engine, as orchestration.fallback says: " + e.getMessage());
    }
  }

  /** Returns an engine to look at and to steer with. */
  synchronized Engine named(String name) {
    return switch (name) {
      case NATIVE -> nativeEngine();
      case TEMPORAL -> temporalEngine();
      default ->
          throw new UsageException(
              "There is no engine '" + name + "'.",
              "--engine",
              "Use --engine native or --engine temporal.");
    };
  }

  /** Returns an engine that can take over runs: on Temporal with a worker in this process. */
  synchronized Engine working(String name) {
    Engine engine = named(name);
    if (engine instanceof TemporalEngine temporal && !temporalWorks) {
      temporal.host(parts.activities());
      temporalWorks = true;
    }
    return engine;
  }

  /**
   * Returns whether this process works for {@code name}: natively always, on Temporal by a worker.
   */
  synchronized boolean works(String name) {
    return name.equals(NATIVE) || temporalWorks;
  }

  /** Takes nothing new and lets steps end for at most {@code limit}. */
  void drain(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (Engine engine : opened()) {
      engine.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }

  private synchronized List<Engine> opened() {
    return Stream.<@Nullable Engine>of(nativeEngine, temporalEngine)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private NativeEngine nativeEngine() {
    if (nativeEngine == null) {
      nativeEngine = parts.nativeEngine(database);
    }
    return nativeEngine;
  }

  private TemporalEngine temporalEngine() {
    if (temporalEngine == null) {
      temporalEngine = parts.temporalEngine(repository);
    }
    return temporalEngine;
  }

  @Override
  public synchronized void close() {
    if (temporalEngine != null) {
      temporalEngine.close();
    }
    if (nativeEngine != null) {
      nativeEngine.close();
    }
  }
}
