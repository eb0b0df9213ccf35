package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an output to its end, whatever becomes of those who take it: a command must never wait for
 * us, and who fails to take it fails alone.
 */
final class StreamPump implements Runnable {

  private static final int PIECE = 1 << 16;

  private final InputStream from;
  private final List<OutputSink> sinks;
  private final Runnable onFailure;
  private final Thread thread;
  private volatile @Nullable IOException failure;

  StreamPump(String name, InputStream from, List<OutputSink> sinks, Runnable onFailure) {
    this.from = from;
    this.sinks = new ArrayList<>(sinks);
    this.onFailure = onFailure;
    thread = new Thread(this, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    byte[] piece = new byte[PIECE];
    try {
      for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
        pass(piece, count);
      }
    } catch (IOException e) {
      // The pipe was closed on our side, after the command had ended: there is nothing more to
      // read.
    }
    tell(OutputSink::over);
  }

  private void pass(byte[] piece, int count) {
    tell(sink -> sink.take(piece, 0, count));
  }

  /** What is told to a sink. */
  private interface News {
    void to(OutputSink sink) throws IOException;
  }

  private void tell(News news) {
    for (OutputSink sink : ImmutableList.copyOf(sinks)) {
      try {
        news.to(sink);
      } catch (IOException e) {
        fails(sink, e);
      } catch (RuntimeException e) {
        fails(sink, new IOException("Output cannot be taken: " + e, e));
      }
    }
  }

  private void fails(OutputSink sink, IOException why) {
    sinks.remove(sink);
    if (failure == null) {
      failure = why;
      onFailure.run();
    }
  }

  /**
   * Waits for the end; somebody may still hold the pipe who is not ours to end, so not for ever.
   */
  void finish(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      try {
        from.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
    }
  }

  /** Returns why something could not be kept, or null. */
  @Nullable IOException failure() {
    return failure;
  }
}
