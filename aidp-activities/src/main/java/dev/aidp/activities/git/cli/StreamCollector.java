package dev.aidp.activities.git.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream to its end in a thread of its own, and keeps at most {@code limit} bytes of it.
 */
final class StreamCollector {

  private static final long PATIENCE_MILLIS = 10_000;

  private final InputStream in;
  private final int limit;
  private final @Nullable OutputStream sink;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile boolean cut;

  StreamCollector(InputStream in, int limit) {
    this(in, limit, null);
  }

  /** Passes all of it on to {@code sink}, if that is given, and keeps nothing then. */
  StreamCollector(InputStream in, int limit, @Nullable OutputStream sink) {
    this.in = in;
    this.limit = limit;
    this.sink = sink;
    this.thread = new Thread(this::read, "aidp-git-output");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    byte[] buffer = new byte[16 << 10];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        take(buffer, n);
      }
    } catch (IOException ignored) {
      // The process was ended; nobody asks for the rest.
    }
  }

  private void take(byte[] buffer, int n) throws IOException {
    if (sink != null) {
      sink.write(buffer, 0, n);
      return;
    }
    int fits = Math.min(n, limit - kept.size());
    kept.write(buffer, 0, fits);
    cut |= fits < n;
  }

  /** Returns what was read; call it when the process has ended. */
  byte[] bytes() throws InterruptedException {
    // Something that git left running may hold the stream open; what git itself said is there by
    // then.
    thread.join(PATIENCE_MILLIS);
    return kept.toByteArray();
  }

  String text() throws InterruptedException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  boolean cut() {
    return cut;
  }
}
