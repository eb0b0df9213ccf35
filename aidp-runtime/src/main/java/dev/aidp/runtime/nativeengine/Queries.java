package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.NotFoundException;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.wire.Wire;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program: one that lives here, or one brought to where its journal ends, which is then let
 * go.
 */
final class Queries {

  private Queries() {}

  /** Asks the run {@code id}, wherever it is; returns JSON. */
  static String ask(Runs runs, String id, Method query, List<@Nullable Object> args) {
    RunLoop here = runs.get(id);
    if (here != null) {
      Event.Ask ask = new Event.Ask(query, args, new CompletableFuture<>());
      here.post(ask);
      try {
        return ask.answer().join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof Event.Gone)) {
          throw Thrown.unchecked(e.getCause());
        }
      }
    }
    Journal.Recorded recorded =
        runs.journal().recorded(id).orElseThrow(() -> NotFoundException.run(id));
    return replayed(
        recorded,
        runs.definition(recorded.run().type()),
        runs.threads(),
        () -> runs.journal().memo(id),
        query,
        args);
  }

  static void answer(Program program, Event.Ask ask) {
    try {
      ask.answer().complete(ask(program, ask.query(), ask.args()));
    } catch (RuntimeException | Error e) {
      ask.answer().completeExceptionally(e);
    }
  }

  static String replayed(
      Journal.Recorded recorded,
      WorkflowDefinition<?> definition,
      Executor threads,
      Supplier<Map<String, String>> memo,
      Method query,
      List<@Nullable Object> args) {
    Program program = new Program(recorded.run(), definition, threads, memo);
    try {
      program.replay(recorded.entries());
      return ask(program, query, args);
    } finally {
      program.abandon();
    }
  }

  private static String ask(Program program, Method query, List<@Nullable Object> args) {
    return Wire.json(program.call(query, args.toArray()), query.getGenericReturnType());
  }
}
