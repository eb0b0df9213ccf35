package dev.aidp.spring;

import dev.aidp.Aidp;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works on runs while the application runs. When it stops, turns under way may end; what has not
 * ended then goes on with the next process.
 */
final class AidpWorker implements SmartLifecycle {

  /** It begins before requests are served, and ends after the last of them. */
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

  private static final Logger LOG = LoggerFactory.getLogger(AidpWorker.class);

  private final Aidp aidp;
  private final String engine;
  private final boolean works;
  private final Duration drain;
  private volatile boolean running;

  AidpWorker(Aidp aidp, String engine, AidpProperties properties) {
    this.aidp = aidp;
    this.engine = engine;
    this.works = properties.work();
    this.drain = properties.drain();
  }

  @Override
  public void start() {
    if (works) {
      aidp.work(engine);
      LOG.info("Aidp works in {} for the {} engine.", aidp.top(), engine);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    LOG.info("Aidp takes nothing new; turns may end within {}.", drain);
    aidp.drain(drain);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Returns whether it works on runs of other processes, too. */
  boolean works() {
    return works;
  }
}
