package dev.aidp.activities.git.cli;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.StepCancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A git that stays for further questions and answers each: a unit's work asks dozens, and to start
 * a process takes longer than to answer. It ends when nobody has asked for a second, or with this
 * process. Where it does not answer, whoever asks calls a git of his own, which says why.
 */
final class GitSession {

  private static final long IDLE_MILLIS = 1_000;

  private record Key(Path folder, ImmutableList<String> command) {}

  private record Running(Process process, SessionOutput said) {}

  private static final Map<Key, GitSession> SESSIONS = new ConcurrentHashMap<>();

  static {
    ScheduledThreadPoolExecutor sweep =
        new ScheduledThreadPoolExecutor(1, body -> daemon(body, "aidp-git-sessions"));
    var unused =
        sweep.scheduleWithFixedDelay(
            () -> SESSIONS.values().removeIf(GitSession::endedIdle),
            IDLE_MILLIS,
            IDLE_MILLIS / 2,
            TimeUnit.MILLISECONDS);
  }

  private final GitCall call;
  private @Nullable Running running;
  private long used = System.nanoTime();
  private boolean over;

  private GitSession(GitCall call) {
    this.call = call;
  }

  /** Returns what it says to {@code question} until that {@code whole}, or nothing. */
  static Optional<byte[]> ask(GitCall call, String question, SessionOutput.Whole whole) {
    Key key = new Key(call.folder(), ImmutableList.copyOf(call.command()));
    while (true) {
      GitSession session = SESSIONS.computeIfAbsent(key, one -> new GitSession(call));
      synchronized (session) {
        if (!session.over) {
          return session.asked(question, whole);
        }
      }
    }
  }

  private Optional<byte[]> asked(String question, SessionOutput.Whole whole) {
    Optional<byte[]> said = Optional.empty();
    try {
      Running git = running();
      OutputStream in = git.process().getOutputStream();
      in.write(question.getBytes(StandardCharsets.UTF_8));
      in.flush();
      said = git.said().take(whole);
    } catch (IOException e) {
      // It has ended, and said why to nobody.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("Interrupted while git was running.");
    } finally {
      if (said.isEmpty()) {
        giveUp();
      }
      used = System.nanoTime();
    }
    return said;
  }

  private Running running() throws IOException {
    Running now = running;
    if (now == null || !now.process().isAlive()) {
      Process process = call.builder().redirectError(ProcessBuilder.Redirect.DISCARD).start();
      SessionOutput said = new SessionOutput();
      Running next = new Running(process, said);
      daemon(() -> said.read(process.getInputStream()), "aidp-git-session").start();
      running = next;
      return next;
    }
    return now;
  }

  private synchronized boolean endedIdle() {
    over = System.nanoTime() - used > TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
    if (over) {
      end();
    }
    return over;
  }

  /** What it has not answered it shall not do later; asked to end, it leaves no locks. */
  private void giveUp() {
    Running git = running;
    running = null;
    if (git != null) {
      git.process().destroy();
    }
  }

  /** It ends once it can read no more. */
  private void end() {
    Running git = running;
    running = null;
    if (git != null) {
      try {
        git.process().getOutputStream().close();
      } catch (IOException e) {
        git.process().destroy();
      }
    }
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }
}
