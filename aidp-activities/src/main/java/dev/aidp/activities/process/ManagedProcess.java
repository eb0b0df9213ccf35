package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Defaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One running command, watched by a thread of its own until nothing of it is left. */
final class ManagedProcess {

  /** What is left behind by a command that ended by itself gets this long to end well. */
  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(1);

  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(1);
  private static final long OBSERVE_MILLIS = 500;

  /** EAGAIN, ENOMEM, ENFILE, EMFILE: the machine's state, no fault of the command. */
  private static final Pattern LIMIT = Pattern.compile("error=(11|12|23|24)\\b");

  private final Launch launch;
  private final Path folder;
  private final Capture output;
  private final Capture errors;
  private final CompletableFuture<Ended.How> stop = new CompletableFuture<>();
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();
  private volatile CompletableFuture<Ended> told = ended;
  private final long startedAt = System.nanoTime();
  private volatile @Nullable ProcessKey key;

  private ManagedProcess(Launch launch, Path folder) throws IOException {
    this.launch = launch;
    this.folder = folder;
    output = new Capture(folder.resolve("stdout"));
    errors = new Capture(folder.resolve("stderr"));
  }

  /**
   * Starts {@code launch} in {@code folder}, whose name is its marker; nobody is told of {@code
   * secrets}.
   *
   * @throws UnusableException if this machine has no room for one more process or open file
   */
  static ManagedProcess start(Launch launch, Path folder, ProcessTable table, Secrets secrets)
      throws IOException {
    try {
      return open(launch, PrivateFiles.folder(folder), table, secrets);
    } catch (IOException | UnusableException e) {
      Folders.delete(folder);
      throw e;
    }
  }

  private static ManagedProcess open(
      Launch launch, Path folder, ProcessTable table, Secrets secrets) throws IOException {
    ManagedProcess managed = new ManagedProcess(launch, folder);
    Path input = PrivateFiles.write(folder.resolve("stdin"), launch.input());
    String marker = folder.getFileName().toString();
    Process process;
    try {
      process = GatedStart.start(launch, input, marker);
    } catch (IOException e) {
      if (LIMIT.matcher(String.valueOf(e.getMessage())).find()) {
        throw UnusableException.ofStorage("A command cannot be started", e);
      }
      managed.finish(Ended.How.NOT_STARTED, null, String.valueOf(e.getMessage()));
      return managed;
    }
    managed.pass(process, table, marker, secrets);
    return managed;
  }

  private void pass(Process process, ProcessTable table, String marker, Secrets secrets)
      throws IOException {
    ProcessEntry entry = table.find(process.pid());
    ProcessKey head = entry == null ? new ProcessKey(process.pid(), -1) : entry.key();
    try {
      new ProcessRecord(table.boot(), head, ImmutableList.of()).write(folder);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    key = head;
    Drain out =
        new Drain(
            "aidp-stdout-" + head.pid(),
            process.getInputStream(),
            sinks(secrets, output, launch.output()),
            this::fail);
    Drain err =
        new Drain(
            "aidp-stderr-" + head.pid(),
            process.getErrorStream(),
            sinks(secrets, errors, launch.errors()),
            this::fail);
    ProcessFamily family = new ProcessFamily(table, head, marker, true);
    Thread watch = new Thread(() -> watch(process, family, out, err), "aidp-watch-" + head.pid());
    watch.setDaemon(true);
    var unused = process.onExit().thenRun(() -> stop.complete(Ended.How.EXITED));
    out.start();
    err.start();
    GatedStart.open(process);
    watch.start();
  }

  private static ImmutableList<OutputSink> sinks(
      Secrets secrets, Capture capture, OutputSink other) {
    return ImmutableList.of(new Redacted(secrets, ImmutableList.of(capture, other)));
  }

  private void fail() {
    stop.complete(Ended.How.CANCELLED);
  }

  private void watch(Process process, ProcessFamily family, Drain out, Drain err) {
    try {
      Ended.How how = awaitStop(family);
      new Ending(family).end(how == Ended.How.EXITED ? LEFTOVER_GRACE : Defaults.KILL_GRACE);
      out.finish(DRAIN_PATIENCE);
      err.finish(DRAIN_PATIENCE);
      settle(process, how, out.failure() == null ? err.failure() : out.failure());
    } catch (InterruptedException | IOException | RuntimeException e) {
      new Ending(family).end(Defaults.KILL_GRACE);
      ended.completeExceptionally(e);
    }
  }

  private void settle(Process process, Ended.How how, @Nullable IOException failure)
      throws IOException, InterruptedException {
    if (failure != null) {
      throw failure;
    }
    boolean exited = how == Ended.How.EXITED && process.waitFor(1, TimeUnit.SECONDS);
    finish(how, exited ? process.exitValue() : null, "");
  }

  private Ended.How awaitStop(ProcessFamily family) throws InterruptedException, IOException {
    Patience patience = new Patience(launch.timeout(), launch.vigil(), startedAt);
    while (true) {
      patience.look(System.nanoTime(), written(), family.stopped(), launch.vigil().done());
      Ended.How verdict = patience.verdict();
      if (verdict != null) {
        return verdict;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(patience.left()) + 1;
      try {
        return stop.get(Math.min(left, OBSERVE_MILLIS), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        for (ProcessKey member : family.observe()) {
          Reserve.record(() -> ProcessRecord.add(folder, member));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void finish(Ended.How how, @Nullable Integer exitCode, String problem) {
    Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
    ended.complete(new Ended(how, exitCode, problem, took, output, errors, folder));
  }

  /** Asks it to end; its end is told by {@link #ended()}. */
  void cancel() {
    stop.complete(Ended.How.CANCELLED);
  }

  /**
   * Returns what becomes known when nothing of it is left; fails with an IOException if output
   * could not be kept.
   */
  CompletableFuture<Ended> ended() {
    return told;
  }

  /** Has {@code body} done when nothing of it is left, before anybody is told of its end. */
  ManagedProcess atEnd(Runnable body) {
    told = ended.whenComplete((how, problem) -> body.run());
    return this;
  }

  /** Returns how many bytes it has written so far. */
  long written() {
    return output.total() + errors.total();
  }

  /** Returns the session by which it can be gone on with, or null. */
  @Nullable String session() {
    return launch.vigil().session();
  }

  /** Returns its identity, or null if it could not be started. */
  @Nullable ProcessKey key() {
    return key;
  }

  /** Removes its files, after a failure. */
  void discard() throws IOException {
    output.close();
    errors.close();
    Folders.delete(folder);
  }
}
