package dev.aidp.testkit.replay;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.workflows.wire.ByReference;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is recorded of runs, written to files that {@link Replay} reads. */
public final class Recording {

  static final String JOURNAL = ".journal.json";
  static final String HISTORY = ".history.json";

  /** The journals of a run and its children. */
  record Journals(List<One> runs) {

    /**
     * One of them.
     *
     * @param recorded the run and its entries
     * @param started the keys of what it has begun
     * @param memo what it was started with
     */
    record One(Journal.Recorded recorded, List<String> started, Map<String, String> memo) {}
  }

  private Recording() {}

  /**
   * Writes {@code NAME.journal.json}.
   *
   * @param database the file that a native engine keeps its runs in; it may be in use
   * @param run the run's id at the engine
   */
  public static void journal(Path database, String run, Path folder, String name) {
    try (Database open = Database.open(database)) {
      ContentStore large =
          new ContentStore(database.resolveSibling("artifacts"), Secrets.in(Map.of()));
      Journal journal = new Journal(open, ByReference.in(large));
      List<Journals.One> runs =
          journal.family(run, id -> false).stream()
              .map(
                  one ->
                      new Journals.One(
                          one, journal.started(one.run().id()), journal.memo(one.run().id())))
              .toList();
      write(folder.resolve(name + JOURNAL), Wire.json(new Journals(runs)));
    }
  }

  /** Writes {@code NAME.history.json}, and one for each child, whose id is then in its name. */
  public static void history(WorkflowClient client, String workflowId, Path folder, String name) {
    WorkflowExecutionHistory history = client.fetchHistory(workflowId);
    write(folder.resolve(name + HISTORY), named(history, workflowId).toJson(true));
    for (HistoryEvent event : history.getEvents()) {
      if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
        String child =
            event
                .getChildWorkflowExecutionStartedEventAttributes()
                .getWorkflowExecution()
                .getWorkflowId();
        String last = child.substring(child.lastIndexOf('/') + 1);
        history(client, child, folder, name + "+" + last);
      }
    }
  }

  /** Servers tell it or not, and the ids of children begin with it. */
  private static WorkflowExecutionHistory named(
      WorkflowExecutionHistory history, String workflowId) {
    History.Builder named = history.getHistory().toBuilder();
    named
        .getEventsBuilder(0)
        .getWorkflowExecutionStartedEventAttributesBuilder()
        .setWorkflowId(workflowId);
    return new WorkflowExecutionHistory(named.build(), workflowId);
  }

  /** Returns what was written of a history, or printed by Temporal's command. */
  static WorkflowExecutionHistory read(String json) {
    WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(json);
    String id =
        history.getEvents().get(0).getWorkflowExecutionStartedEventAttributes().getWorkflowId();
    return id.isEmpty() ? history : new WorkflowExecutionHistory(history.getHistory(), id);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
