package dev.aidp.runtime.temporal;

import com.google.common.collect.Iterables;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.owner.Owners;
import dev.aidp.workflows.temporal.Failures;
import dev.aidp.workflows.temporal.Served;
import dev.aidp.workflows.temporal.StepWatch;
import dev.aidp.workflows.wire.Wire;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that a worker performs, on disk while they run: by its token anybody can tell the
 * server that a step is lost, which else would wait for the heartbeat time-out.
 */
final class StepTokens implements StepWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StepTokens.class);

  /** The server has the step performed again after it; zero would mean the retry policy's own. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /**
   * How long the token of a step that has ended is kept: its answer is sent after that, and a
   * process that dies in between would leave the server waiting for the heartbeat time-out.
   */
  private static final Duration ANSWERED = Duration.ofSeconds(10);

  /** Ends the file's name of a step that has ended. */
  private static final String ENDED = ".ended";

  private record Answer(Path file, Instant at) {}

  /** What is on disk. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Token(String server, String step, byte[] token) {}

  private final Path root;
  private final Path own;
  private final String server;
  private final TemporalSettings settings;
  private final WorkerPlaces places;
  private final Served.Together together;
  private final AtomicLong last = new AtomicLong();
  private final Map<String, Path> files = new ConcurrentSkipListMap<>();
  private final Map<String, Places.Ticket> taken = new ConcurrentHashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<UnusableException> broken = new CompletableFuture<>();
  private volatile boolean released;

  StepTokens(
      TemporalSettings settings,
      String server,
      String owner,
      WorkerPlaces places,
      Served.Together together) {
    this.settings = settings;
    this.places = places;
    this.together = together;
    root = settings.traces().resolve("tokens");
    own = root.resolve(owner);
    this.server = server;
  }

  @Override
  public String repository() {
    return settings.hosts() ? settings.place().repository() : "";
  }

  @Override
  public Optional<Served> neighbour(String repository) {
    return together.of(repository);
  }

  @Override
  public void began(ActivityExecutionContext step) {
    ActivityInfo info = step.getInfo();
    if (info.isLocal()) {
      return; // the server knows nothing of it
    }
    Path file = own.resolve(Long.toString(last.incrementAndGet()));
    try {
      PrivateFiles.folder(own);
      PrivateFiles.write(file, Wire.json(new Token(server, name(info), info.getTaskToken())));
      files.put(name(info), file);
    } catch (IOException e) {
      LOG.warn("A lost step will be found by its heartbeat only: {}", e.toString());
    }
  }

  @Override
  public void admit(ActivityExecutionContext context, StepInfo step) {
    ActivityInfo info = context.getInfo();
    if (!settings.hosts() && !info.isLocal()) { // else whoever has asked for it has a place for it
      taken.put(
          name(info), places.take(step, info.getActivityTaskQueue(), settings.placedQueues()));
    }
  }

  @Override
  public void ended(ActivityExecutionContext step) {
    Places.Ticket place = taken.remove(name(step.getInfo()));
    if (place != null) {
      place.leave();
    }
    Path file = files.remove(name(step.getInfo()));
    if (file != null) {
      answers.add(new Answer(ended(file), Instant.now()));
    }
    forgetUntil(Instant.now().minus(ANSWERED));
  }

  private static Path ended(Path file) {
    Path ended = file.resolveSibling(file.getFileName() + ENDED);
    try {
      return Files.move(file, ended, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("Stays as if it were under way: {}", file, e);
      return file;
    }
  }

  private void forgetUntil(Instant time) {
    for (Answer first = answers.peek();
        first != null && first.at().isBefore(time) && answers.remove(first);
        first = answers.peek()) {
      delete(first.file());
    }
  }

  @Override
  public boolean released() {
    return released;
  }

  @Override
  public boolean unusable(UnusableException why) {
    released = true;
    broken.complete(why);
    return true;
  }

  /** Completes when this process turns out to be unable to perform steps, with why. */
  CompletableFuture<UnusableException> broken() {
    return broken;
  }

  /** Returns whether no step is under way. */
  boolean idle() {
    return files.isEmpty();
  }

  /** Makes the steps under way stop at their next beat; what they then say is not recorded. */
  void release() {
    released = true;
  }

  /** Gives back what is still under way in this process. */
  void giveBack(ActivityCompletionClient client) {
    forgetUntil(Instant.MAX); // they are answered by now, or are being
    giveBack(own, client, file -> true);
    delete(own);
  }

  /** Gives back what dead workers had under way. */
  void giveBackOfDead(Owners owners, ActivityCompletionClient client) {
    ofDead(owners).forEach(folder -> giveBack(folder, client, file -> !hasEnded(file)));
  }

  /**
   * Gives back what dead workers had ended: most of it was answered, so nobody need wait for this.
   */
  void giveBackUnanswered(Owners owners, ActivityCompletionClient client) {
    for (Path folder : ofDead(owners)) {
      giveBack(folder, client, StepTokens::hasEnded);
      delete(folder);
    }
  }

  private List<Path> ofDead(Owners owners) {
    return list(root).stream()
        .filter(folder -> !owners.alive(folder.getFileName().toString()))
        .toList();
  }

  private static boolean hasEnded(Path file) {
    return file.getFileName().toString().endsWith(ENDED);
  }

  private void giveBack(Path folder, ActivityCompletionClient client, Predicate<Path> which) {
    for (Path file : Iterables.filter(list(folder), which::test)) {
      read(file).stream()
          .filter(token -> token.server().equals(server))
          .forEach(token -> giveBack(token, client));
      delete(file);
    }
  }

  private static void giveBack(Token token, ActivityCompletionClient client) {
    try {
      client.completeExceptionally(token.token(), lost());
      LOG.info("The lost step {} is performed again.", token.step());
    } catch (ActivityCompletionException e) {
      LOG.debug("{} is not under way any more: {}", token.step(), e.getMessage());
    }
  }

  /** Returns the failure after which the server has a step performed again at once. */
  static ApplicationFailure lost() {
    return ApplicationFailure.newBuilder()
        .setType(Failures.GIVEN_BACK)
        .setMessage("Its process has ended.")
        .setNextRetryDelay(AT_ONCE)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }

  private static List<Token> read(Path file) {
    try {
      return List.of(Wire.<Token>read(Files.readString(file), Token.class));
    } catch (IllegalArgumentException | NoSuchFileException e) {
      return List.of(); // written half, or another worker was faster
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Left behind: {}", file, e);
    }
  }

  private static String name(ActivityInfo info) {
    return info.getWorkflowId()
        + " "
        + info.getWorkflowRunId()
        + " "
        + info.getActivityId()
        + " "
        + info.getAttempt();
  }
}
