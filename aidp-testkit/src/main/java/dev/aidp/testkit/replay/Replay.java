package dev.aidp.testkit.replay;

import com.google.common.collect.ImmutableList;
import dev.aidp.runtime.nativeengine.JournalReplay;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays what was recorded of runs against the workflows of today, on both engines: the gate for a
 * change, as a run under way does not bear one that does something else than it has recorded. No
 * step is performed, nothing is written, no server is needed.
 *
 * <pre>{@code
 * Replay.with(Release.definition()).folder(Path.of("src/test/resources/recorded"));
 * }</pre>
 *
 * <p>What is in the folder: {@code *.journal.json} and {@code *.history.json} that {@link
 * Recording} or a test's runtime has kept, and what {@code temporal workflow show --output json}
 * has printed, under such a name.
 */
public final class Replay {

  private final ImmutableList<WorkflowDefinition<?>> workflows;

  private Replay(ImmutableList<WorkflowDefinition<?>> workflows) {
    this.workflows = workflows;
  }

  /** Returns what plays runs of Aidp's workflows, and of these of the application. */
  public static Replay with(WorkflowDefinition<?>... own) {
    return new Replay(
        ImmutableList.<WorkflowDefinition<?>>builder()
            .addAll(Workflows.definitions())
            .add(own)
            .build());
  }

  /**
   * Plays every file of {@code folder}.
   *
   * @return how many runs that were
   * @throws AssertionError that names each which cannot be gone on with, and why; or if there are
   *     none
   */
  public int folder(Path folder) {
    int played = 0;
    List<String> broken = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(Recording.JOURNAL)) {
          played += journals(name, Files.readString(file), broken);
        } else if (name.endsWith(Recording.HISTORY)) {
          history(name, Recording.read(Files.readString(file)), broken);
          played++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settled(played, broken, folder.toString());
  }

  private int journals(String name, String json, List<String> broken) {
    JournalReplay replay = new JournalReplay(workflows);
    Recording.Journals journals = Wire.read(json, Recording.Journals.class);
    for (Recording.Journals.One one : journals.runs()) {
      try {
        replay.play(one.recorded(), one.started(), one.memo());
      } catch (RuntimeException e) {
        broken.add("%s, run %s: %s".formatted(name, one.recorded().run().id(), e.getMessage()));
      }
    }
    return journals.runs().size();
  }

  /**
   * Plays runs of a live namespace: those under way, before the program of today takes them over.
   * It only reads there.
   *
   * @param query which, as Temporal's visibility has it: {@code ExecutionStatus = 'Running'}
   * @param most how many at most
   * @return how many runs that were
   * @throws AssertionError that names each which cannot be gone on with, and why; or if there are
   *     none
   */
  public int live(WorkflowClient client, String query, int most) {
    List<String> broken = new ArrayList<>();
    List<WorkflowExecution> found;
    try (Stream<WorkflowExecution> all =
        client.listExecutions(query).map(one -> one.getExecution()).limit(most)) {
      found = all.toList();
    }
    for (WorkflowExecution one : found) {
      history(
          one.getWorkflowId(), client.fetchHistory(one.getWorkflowId(), one.getRunId()), broken);
    }
    return settled(found.size(), broken, query);
  }

  private void history(String name, WorkflowExecutionHistory history, List<String> broken) {
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder().setPlugins(new AidpPlugin(workflows, List.of())).build();
    try (TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(options).build())) {
      server.newWorker("replay").replayWorkflowExecution(history);
    } catch (Exception | Error e) {
      String why = String.valueOf(e.getMessage());
      int stack = why.indexOf("\n\tat ");
      broken.add("%s: %s".formatted(name, stack < 0 ? why : why.substring(0, stack)));
    }
  }

  private static int settled(int played, List<String> broken, String where) {
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "%d of %d runs cannot be gone on with; put the change behind a version, see docs/upgrading.md:%n%s"
              .formatted(broken.size(), played, String.join("\n", broken)));
    }
    if (played == 0) {
      throw new AssertionError("There is nothing recorded in " + where + ".");
    }
    return played;
  }
}
