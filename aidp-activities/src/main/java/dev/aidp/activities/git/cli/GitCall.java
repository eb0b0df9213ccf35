package dev.aidp.activities.git.cli;

import dev.aidp.activities.process.Executables;
import dev.aidp.activities.process.LocaleEncoding;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of git: fed, drained, beaten for, ended when it takes too long. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GitCall(
    Path folder,
    List<String> command,
    Map<String, String> environment,
    byte[] input,
    Duration limit) {

  /** An address that git complains of may hold a password. */
  private static final Secrets SECRETS = Secrets.ofThisProcess();

  /** A checkout of a very large repository on a slow disk takes minutes; anything longer hangs. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  private static final long BEAT_MILLIS = 1_000;

  /** Only a process that hangs in the kernel takes longer to die. */
  private static final long END_SECONDS = 5;

  /** More than any listing we read; a blob above it is nothing that a person resolves by hand. */
  private static final int OUTPUT_LIMIT = 256 << 20;

  private static final int ERROR_LIMIT = 64 << 10;

  private static final int FILE_SIZE_SIGNAL = 128 + 25;

  private static final Pattern DISK =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|File too large|died of signal 25|Read-only file system"
              + "|Input/output error|Cannot allocate memory|Too many open files"
              + "|unable to create thread",
          Pattern.CASE_INSENSITIVE);

  GitResult perform() {
    return perform(null);
  }

  /** Runs it; what it says goes to {@code sink}, if that is given, and is not kept then. */
  GitResult perform(@Nullable OutputStream sink) {
    Process process = start();
    StreamCollector output = new StreamCollector(process.getInputStream(), OUTPUT_LIMIT, sink);
    StreamCollector errors = new StreamCollector(process.getErrorStream(), ERROR_LIMIT);
    try {
      Thread feeder = feed(process);
      int exit = await(process);
      feeder.join();
      return checked(
          new GitResult(exit, output.bytes(), SECRETS.masked(errors.text())), output.cut());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("Interrupted while git was running.");
    } finally {
      end(process);
    }
  }

  private Process start() {
    LocaleEncoding.lost(command)
        .ifPresent(
            said -> {
              throw new UsageException(said + ".", "git " + words(), LocaleEncoding.REMEDY);
            });
    try {
      return builder().start();
    } catch (IOException e) {
      if (!folder.toFile().isDirectory()) {
        throw new StepFailedException(
            Failure.of(
                FailureKind.PERMANENT, "The folder " + folder + " is gone, git cannot run in it."),
            e);
      }
      if (Executables.find("git", System.getenv()).isPresent()) {
        throw UnusableException.ofStorage("git cannot be started", e);
      }
      throw missing(e);
    }
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> all = builder.environment();
    Environment.cleanse(all);
    all.putAll(Environment.UNATTENDED);
    all.put("GIT_OPTIONAL_LOCKS", "0");
    // Messages in English, and filters that the user has configured still see UTF-8.
    all.put("LC_ALL", "C.UTF-8");
    all.remove("LANGUAGE");
    all.putAll(environment);
    return builder;
  }

  /** Before the first step it is the user's to know; a run that is under way can go on later. */
  private static RuntimeException missing(IOException e) {
    String remedy = "Install git 2.38 or newer and put it on the PATH";
    return step().isPresent()
        ? new UnusableException(
            "git cannot be started: it is not on the PATH.", remedy + ", then try again.", e)
        : new UsageException("git is not installed.", "git", remedy + ".");
  }

  private Thread feed(Process process) {
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(input);
              } catch (IOException ignored) {
                // Git has ended without reading all of it; its exit code says why.
              }
            },
            "aidp-git-input");
    feeder.setDaemon(true);
    feeder.start();
    return feeder;
  }

  private int await(Process process) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!process.waitFor(Math.min(BEAT_MILLIS, limit.toMillis()), TimeUnit.MILLISECONDS)) {
      step().ifPresent(step -> step.beat(null));
      if (System.nanoTime() > deadline) {
        throw new StepFailedException(
            Failure.of(
                FailureKind.TIMEOUT,
                "git " + words() + " took longer than " + limit.toSeconds() + " seconds."));
      }
    }
    return process.exitValue();
  }

  private static Optional<StepInfo> step() {
    try {
      return Optional.of(StepInfo.current());
    } catch (IllegalStateException outsideOfAStep) {
      return Optional.empty();
    }
  }

  private GitResult checked(GitResult answer, boolean cut) {
    if (!answer.ok()
        && (answer.exit() == FILE_SIZE_SIGNAL || DISK.matcher(answer.errors()).find())) {
      throw UnusableException.ofStorage(
          "git " + words() + " could not write", new IOException(answer.errors().strip()));
    }
    if (cut) {
      throw new StepFailedException(
          Failure.of(FailureKind.PERMANENT, "git " + words() + " printed too much."));
    }
    return answer;
  }

  private String words() {
    int options = command.lastIndexOf("-c");
    return String.join(" ", command.subList(options + 2, command.size()));
  }

  /**
   * Its children too: one that is left would go on writing. Asked first, because a git that is
   * killed leaves its locks in the user's repository. Returns when they are gone.
   */
  private static void end(Process process) {
    if (process.isAlive()) {
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroy);
      all.forEach(GitCall::awaitExit);
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(GitCall::awaitExit);
    }
  }

  private static void awaitExit(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
  }
}
