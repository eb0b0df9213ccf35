package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.wire.WireNames;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Plays journals of before with the workflows of today: no step is performed and nothing is
 * written. Whoever breaks one breaks the runs that are under way with it.
 */
public final class JournalReplay {

  private final Map<String, WorkflowDefinition<?>> workflows;
  private final Executor threads = Threads.forWorkflows();

  /** Makes one for runs of these workflows. */
  public JournalReplay(List<WorkflowDefinition<?>> workflows) {
    this.workflows =
        workflows.stream()
            .collect(
                com.google.common.collect.ImmutableMap.toImmutableMap(
                    one -> WireNames.workflowType(one.type()), one -> one));
  }

  /**
   * Plays one journal to its end.
   *
   * @param started the keys of what the run has begun, ended or not
   * @throws UnusableException where the workflow does something else than is recorded, and says
   *     what
   */
  public void play(Journal.Recorded recorded, List<String> started, Map<String, String> memo) {
    WorkflowDefinition<?> workflow = workflows.get(recorded.run().type());
    if (workflow == null) {
      throw new UnusableException(
          "There is no workflow %s for the run %s."
              .formatted(recorded.run().type(), recorded.run().id()),
          "Name it among the workflows of the replay.");
    }
    Program program = new Program(recorded.run(), workflow, threads, () -> memo);
    try {
      program.replay(recorded.entries());
      program.demandAsked(started);
    } finally {
      program.abandon();
    }
  }
}
