package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Defaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One running command, watched by a thread of its own until nothing of it is left. */
final class ManagedProcess extends Managed {

  /** What is left behind by a command that ended by itself gets this long to end well. */
  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(1);

  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(1);

  /** EAGAIN, ENOMEM, ENFILE, EMFILE: the machine's state, no fault of the command. */
  private static final Pattern LIMIT = Pattern.compile("error=(11|12|23|24)\\b");

  private static final Set<ProcessFamily> RUNNING = ConcurrentHashMap.newKeySet();
  private static volatile boolean abandoned;

  private final Hold hold;
  private volatile @Nullable ProcessKey key;
  private volatile @Nullable ProcessFamily family;
  private volatile @Nullable Process waits;

  private ManagedProcess(Launch launch, Path folder, Hold hold) throws IOException {
    super(launch, folder);
    this.hold = hold;
  }

  /**
   * Starts {@code launch} in {@code folder}, whose name is its marker; nobody is told of {@code
   * secrets}. While {@code hold} is in force it waits at its gate, and its time does not count.
   *
   * @throws UnusableException if this machine has no room for one more process or open file
   */
  static ManagedProcess start(
      Launch launch, Path folder, Hold hold, ProcessTable table, Secrets secrets)
      throws IOException {
    try {
      PrivateFiles.folder(folder);
      return open(new ManagedProcess(launch, folder, hold), table, secrets);
    } catch (IOException | UnusableException e) {
      Folders.delete(folder);
      throw e;
    }
  }

  private static ManagedProcess open(ManagedProcess managed, ProcessTable table, Secrets secrets)
      throws IOException {
    Launch launch = managed.launch;
    Path folder = managed.folder;
    Path input = PrivateFiles.write(folder.resolve("stdin"), launch.input());
    String marker = folder.getFileName().toString();
    Process process;
    try {
      process = GatedStart.start(launch, input, marker);
    } catch (IOException e) {
      if (LIMIT.matcher(String.valueOf(e.getMessage())).find()) {
        throw UnusableException.ofStorage("A command cannot be started", e);
      }
      managed.finish(ProcessResult.How.NOT_STARTED, null, String.valueOf(e.getMessage()));
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
    StreamPump out =
        new StreamPump(
            "aidp-stdout-" + head.pid(),
            process.getInputStream(),
            sinks(secrets, output, launch.sinks().output()),
            this::fail);
    StreamPump err =
        new StreamPump(
            "aidp-stderr-" + head.pid(),
            process.getErrorStream(),
            sinks(secrets, errors, launch.sinks().errors()),
            this::fail);
    ProcessFamily all = new ProcessFamily(table, head, marker, true);
    family = all;
    RUNNING.add(all);
    Thread watch = new Thread(() -> watch(process, all, out, err), "aidp-watch-" + head.pid());
    watch.setDaemon(true);
    var unused = process.onExit().thenRun(() -> stop.complete(ProcessResult.How.EXITED));
    out.start();
    err.start();
    waits = process;
    letGo();
    watch.start();
  }

  /**
   * Whoever holds the run says so before it looks who runs: it sees the identity of this one, or
   * this one sees the hold.
   */
  private void letGo() {
    Process process = waits;
    if (process != null && !hold.inForce()) {
      waits = null;
      GatedStart.open(process);
    }
  }

  private void fail() {
    stop.complete(ProcessResult.How.CANCELLED);
  }

  private void watch(Process process, ProcessFamily all, StreamPump out, StreamPump err) {
    try {
      ProcessResult.How how = awaitStop();
      new ProcessTerminator(all)
          .end(how == ProcessResult.How.EXITED ? LEFTOVER_GRACE : Defaults.KILL_GRACE);
      if (abandoned) {
        return;
      }
      out.finish(DRAIN_PATIENCE);
      err.finish(DRAIN_PATIENCE);
      settle(process, how, out.failure() == null ? err.failure() : out.failure());
    } catch (InterruptedException | IOException | RuntimeException e) {
      new ProcessTerminator(all).end(Defaults.KILL_GRACE);
      ended.completeExceptionally(e);
    } finally {
      RUNNING.remove(all);
    }
  }

  /** Kills all that run in this process, of which nobody hears how they end. */
  static void abandonAll() {
    abandoned = true;
    RUNNING.parallelStream().forEach(all -> new ProcessTerminator(all).end(Duration.ZERO));
  }

  private void settle(Process process, ProcessResult.How how, @Nullable IOException failure)
      throws IOException, InterruptedException {
    if (failure != null) {
      throw failure;
    }
    boolean exited = how == ProcessResult.How.EXITED && process.waitFor(1, TimeUnit.SECONDS);
    finish(how, exited ? process.exitValue() : null, "");
  }

  @Override
  boolean stopped() {
    ProcessFamily all = family;
    return waits != null || (all != null && all.stopped());
  }

  @Override
  void observe() throws IOException {
    letGo();
    ProcessFamily all = family;
    if (all != null) {
      for (ProcessKey member : all.observe()) {
        Reserve.record(() -> ProcessRecord.add(folder, member));
      }
    }
  }

  @Override
  @Nullable ProcessKey key() {
    return key;
  }
}
