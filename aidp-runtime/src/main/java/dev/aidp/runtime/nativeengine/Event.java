package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.EntryKind;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a run's loop is told. */
sealed interface Event {

  /** A request has its answer. */
  record ResultArrived(EntryKind kind, String key, Answer answer) implements Event {}

  /** Messages may be waiting; the first one of a loop starts it. */
  record InboxCheck() implements Event {}

  /**
   * Somebody asks; the answer is JSON. It fails with {@code Gone} if the run is not here any more.
   */
  record Ask(Method query, List<@Nullable Object> args, CompletableFuture<String> answer)
      implements Event {}

  /** The run shall stop here and stay as it is. */
  record Halt(UnusableException cause) implements Event {}

  /** Nothing new shall be started; a step may just have ended for that reason. */
  record Drain() implements Event {}

  /** The run's parent has ended, and so has the run, as the journal says. */
  record ParentEnded(Answer end) implements Event {}

  /** The run is not here any more. */
  final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
