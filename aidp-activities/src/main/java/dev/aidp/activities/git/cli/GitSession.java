package dev.aidp.activities.git.cli;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.StepCancelledException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A git that stays for further questions and answers line by line: a unit's work asks dozens, and
 * to start a process takes longer than to answer. It ends when nobody has asked for a second, or
 * with this process. Where it does not answer, whoever asks calls a git of his own, which says why.
 */
final class GitSession {

  private static final long IDLE_MILLIS = 1_000;

  private static final long ANSWERS_WITHIN_SECONDS = 60;

  private record Key(Path folder, ImmutableList<String> command) {}

  /** A process, and each line that it has said; nothing is its end. */
  private record Running(Process process, BlockingQueue<Optional<String>> said) {}

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

  /** Returns the next {@code answers} lines that it says to {@code lines}, or nothing. */
  static Optional<List<String>> ask(GitCall call, List<String> lines, int answers) {
    Key key = new Key(call.folder(), ImmutableList.copyOf(call.command()));
    while (true) {
      GitSession session = SESSIONS.computeIfAbsent(key, one -> new GitSession(call));
      synchronized (session) {
        if (!session.over) {
          return session.asked(lines, answers);
        }
      }
    }
  }

  private Optional<List<String>> asked(List<String> lines, int answers) {
    Optional<List<String>> said = Optional.empty();
    try {
      Running git = running();
      OutputStream in = git.process().getOutputStream();
      in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      said = said(git, answers);
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

  private static Optional<List<String>> said(Running git, int answers) throws InterruptedException {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    for (int i = 0; i < answers; i++) {
      Optional<String> line = git.said().poll(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.isEmpty()) {
        return Optional.empty();
      }
      all.add(line.get());
    }
    return Optional.of(all.build());
  }

  private Running running() throws IOException {
    Running now = running;
    if (now == null || !now.process().isAlive()) {
      Process process = call.builder().redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Running next = new Running(process, new LinkedBlockingQueue<>());
      daemon(() -> read(next), "aidp-git-session").start();
      running = next;
      return next;
    }
    return now;
  }

  private static void read(Running git) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(git.process().getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> git.said().add(Optional.of(line)));
    } catch (IOException | RuntimeException e) {
      // As at its end.
    }
    git.said().add(Optional.empty());
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
