package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Journal;
import dev.aidp.workflow.WorkflowDefinition;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program: one that lives here, or one brought to where its journal ends, which is then let
 * go.
 */
final class Queries {

  private Queries() {}

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
      Method query,
      List<@Nullable Object> args) {
    Program program = new Program(recorded.run(), definition, threads);
    try {
      program.replay(recorded.entries());
      return ask(program, query, args);
    } finally {
      program.abandon();
    }
  }

  private static String ask(Program program, Method query, List<@Nullable Object> args) {
    return Payload.of(program.call(query, args.toArray()), query.getGenericReturnType());
  }
}
