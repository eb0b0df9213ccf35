package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.Message;
import dev.aidp.runtime.journal.UpdateState;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The updates that somebody here waits for, whoever owns their runs. */
final class Updates {

  private record Sent(String run, Update update) {}

  private final Journal journal;
  private final Map<Sent, CompletableFuture<Outcome<String>>> awaited = new ConcurrentHashMap<>();

  Updates(Journal journal) {
    this.journal = journal;
  }

  /** Sends an update and returns what becomes of it; what happens meanwhile is looked at. */
  CompletableFuture<Outcome<String>> send(String run, Update update, Instant now) {
    Sent sent = new Sent(run, update);
    UpdateState first;
    try {
      first = journal.update(new Message(update.id(), run, update.name(), update.args()), now);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    // Only now is it looked at: before, what is known of its id may be the refusal of another one.
    CompletableFuture<Outcome<String>> outcome =
        awaited.computeIfAbsent(sent, fresh -> new CompletableFuture<>());
    try {
      boolean waits = first.stage() == UpdateState.Stage.WAITING;
      became(sent, waits ? journal.update(run, update.id()) : first);
    } catch (RuntimeException e) {
      fail(sent, e);
    }
    return outcome.copy();
  }

  /** Looks at those of {@code run}. */
  void look(String run) {
    lookAt(sent -> sent.run().equals(run));
  }

  /** Looks at all. */
  void look() {
    lookAt(sent -> true);
  }

  private void lookAt(Predicate<Sent> which) {
    for (Sent sent : awaited.keySet()) {
      if (which.test(sent)) {
        became(sent, journal.update(sent.run(), sent.update().id()));
      }
    }
  }

  private void became(Sent sent, UpdateState state) {
    switch (state.stage()) {
      case WAITING -> {
        // it is looked at again
      }
      case ANSWERED -> end(sent, Payload.json(Objects.requireNonNull(state.answer())));
      case LATE -> end(sent, new Outcome.Failed<>(Engine.late(sent.run())));
      case CUT_SHORT -> end(sent, new Outcome.Failed<>(Engine.CUT_SHORT));
      case REFUSED ->
          fail(
              sent,
              Engine.refused(
                  sent.run(), sent.update(), why(Objects.requireNonNull(state.answer()))));
      case ABSENT -> fail(sent, NotFoundException.run(sent.run()));
    }
  }

  private static String why(Answer refusal) {
    return Wire.<Failure>read(refusal.payload(), Failure.class).message();
  }

  private void end(Sent sent, Outcome<String> outcome) {
    CompletableFuture<Outcome<String>> waiting = awaited.remove(sent);
    if (waiting != null) {
      waiting.complete(outcome);
    }
  }

  private void fail(Sent sent, RuntimeException why) {
    CompletableFuture<Outcome<String>> waiting = awaited.remove(sent);
    if (waiting != null) {
      waiting.completeExceptionally(why);
    }
  }

  /** Tells those who wait for {@code run} that it does not go on here. */
  void giveUp(String run, UnusableException why) {
    awaited.keySet().stream()
        .filter(sent -> sent.run().equals(run))
        .forEach(sent -> fail(sent, why));
  }

  /** Nobody looks any more; what was sent stays. */
  void close() {
    awaited
        .keySet()
        .forEach(
            sent ->
                fail(
                    sent,
                    new UnusableException(
                        "The update '%s' is not waited for here any more."
                            .formatted(sent.update().name()),
                        "Send it again with the same id to hear what has become of it.")));
  }
}
