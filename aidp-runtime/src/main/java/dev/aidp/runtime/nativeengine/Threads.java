package dev.aidp.runtime.nativeengine;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of an engine. */
final class Threads {

  private static final Executor WORKFLOWS = workflows();

  private Threads() {}

  static ThreadFactory daemon(String name) {
    AtomicInteger number = new AtomicInteger();
    return body -> {
      Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Returns what runs the workflow code of all engines: virtual threads where the JVM has them (21
   * and later), else pooled daemons.
   */
  static Executor forWorkflows() {
    return WORKFLOWS;
  }

  private static Executor workflows() {
    try {
      return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return Executors.newCachedThreadPool(daemon("aidp-workflow"));
    }
  }
}
