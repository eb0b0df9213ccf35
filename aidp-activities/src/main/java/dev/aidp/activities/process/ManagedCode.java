package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.run.Defaults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Running code of this process, on a thread of its own: that is interrupted when it shall end, and
 * left behind if it does not.
 */
final class ManagedCode extends Managed {

  /** How many pieces of output may wait to be kept. */
  private static final int PIECES = 256;

  private static final Logger LOG = LoggerFactory.getLogger(ManagedCode.class);

  private final Redacted out;
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final ThreadPoolExecutor keeper;
  private volatile @Nullable IOException unkept;

  private ManagedCode(Launch launch, String name, Path folder, Secrets secrets) throws IOException {
    super(launch, folder);
    keeper = keeper(name);
    out = new Redacted(secrets, ImmutableList.of(output, launch.sinks().output()));
  }

  /** Starts {@code code}; what it writes is kept in {@code folder}. */
  static ManagedCode start(Launch launch, Launch.Code code, Path folder, Secrets secrets)
      throws IOException {
    ManagedCode managed;
    try {
      managed = new ManagedCode(launch, code.name(), PrivateFiles.folder(folder), secrets);
    } catch (IOException e) {
      Folders.delete(folder);
      throw e;
    }
    Map<String, String> said = MDC.getCopyOfContextMap();
    Thread body = thread(() -> managed.perform(code, said), "aidp-" + code.name());
    body.start();
    thread(() -> managed.watch(code.name(), body), "aidp-watch-" + code.name()).start();
    return managed;
  }

  private static Thread thread(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /** What it logs says of which run it is, as what its step logs does. */
  private void perform(Launch.Code code, @Nullable Map<String, String> said) {
    if (said != null) {
      MDC.setContextMap(said);
    }
    try {
      exitCode.complete(code.run(this::take));
    } catch (Throwable e) { // whoever waits for it gets it
      exitCode.completeExceptionally(e);
    } finally {
      stop.complete(ProcessResult.How.EXITED);
    }
  }

  /** The thread of the code may be interrupted at any time, which would close what it writes to. */
  private void take(byte[] bytes, int offset, int length) {
    byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
    keeper.execute(() -> keep(piece));
  }

  private void keep(byte[] piece) {
    if (unkept == null) {
      try {
        out.take(piece, 0, piece.length);
      } catch (IOException e) {
        unkept = e;
        cancel();
      } catch (RuntimeException e) {
        unkept = new IOException("Output cannot be taken: " + e, e);
        cancel();
      }
    }
  }

  /** Waits until all is kept that came; what comes later is not heard. */
  private void end() throws IOException, InterruptedException {
    keeper.shutdown();
    while (!keeper.awaitTermination(1, TimeUnit.MINUTES)) {
      LOG.warn("What {} wrote is still being kept", launch.work());
    }
    if (unkept != null) {
      throw unkept;
    }
    out.over();
  }

  /** One thread, of which nobody is far ahead. */
  private static ThreadPoolExecutor keeper(String name) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(PIECES),
        body -> thread(body, "aidp-output-" + name),
        (piece, full) -> {
          try {
            if (!full.isShutdown()) {
              full.getQueue().put(piece);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it shall end: this is no longer of interest
          }
        });
  }

  private void watch(String name, Thread body) {
    try {
      ProcessResult.How how = awaitStop();
      if (how != ProcessResult.How.EXITED) {
        body.interrupt();
      }
      body.join(Defaults.KILL_GRACE.toMillis());
      end();
      if (body.isAlive()) {
        LOG.warn("{} goes on though its thread was interrupted; it is left behind", name);
        finish(how, null, "%s goes on though its thread was interrupted".formatted(name));
        return;
      }
      var unused =
          exitCode.whenComplete(
              (code, problem) -> {
                if (problem == null || how != ProcessResult.How.EXITED) {
                  finish(how, how == ProcessResult.How.EXITED ? code : null, "");
                } else {
                  ended.completeExceptionally(problem);
                }
              });
    } catch (InterruptedException | IOException | RuntimeException e) {
      body.interrupt();
      ended.completeExceptionally(e);
    }
  }

  @Override
  boolean stopped() {
    return false;
  }

  @Override
  void observe() {}

  @Override
  @Nullable ProcessKey key() {
    return null;
  }
}
