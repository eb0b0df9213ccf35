package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.temporal.KnownRun;
import dev.aidp.runtime.temporal.RunCatalog;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyChild;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on as new while its children do: what the server tells only the run before. */
@Timeout(300)
class ContinuedAsNewTest {

  private static final List<String> CHILDREN = List.of("late", "early", "bad");

  @TempDir Path folder;

  private static void parent(Toy toy) {
    if (toy.input().equals("anew")) {
      toy.awaitHearing("attach");
    }
    List<Promise<ToyWorkflow.Lines>> ends = children(toy);
    if (toy.input().equals("x")) {
      toy.awaitHearing("anew");
      toy.context().continueAsNew(ToyWorkflow.class, next -> next.run("anew"));
    }
    toy.context().child(ToyChild.class, "late").signal(child -> child.say("go"));
    for (Promise<ToyWorkflow.Lines> end : ends) {
      Outcome<ToyWorkflow.Lines> outcome = end.outcome();
      toy.write(
          outcome instanceof Outcome.Failed<ToyWorkflow.Lines> failed
              ? failed.failure().message()
              : outcome.orThrow().lines());
    }
  }

  private static List<Promise<ToyWorkflow.Lines>> children(Toy toy) {
    return CHILDREN.stream()
        .map(
            name ->
                toy.context()
                    .child(ToyChild.class, name)
                    .goesOn()
                    .<ToyWorkflow.Lines>start(child -> child.run(name)))
        .toList();
  }

  private static void child(Toy toy) {
    toy.awaitHearing("go");
    if (toy.context().runId().endsWith("bad")) {
      throw new StepFailedException(Failure.of(FailureKind.PERMANENT, "It is bad."));
    }
    toy.write("went " + toy.context().runId());
  }

  @Test
  void takes_over_those_under_way_and_those_that_ended_meanwhile() throws Exception {
    RunPlace place = new RunPlace("repo-" + UUID.randomUUID(), "here");
    try (TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, folder),
            List.of(Toy.run(ContinuedAsNewTest::parent), Toy.child(ContinuedAsNewTest::child)))) {
      engine.host(List.of(new RecordedSteps()));
      engine.start("run", ToyWorkflow.class, toy -> toy.run("x"));
      CHILDREN.forEach(
          name ->
              Await.until(() -> engine.condition("run/" + name) == Engine.Condition.OWNED, name));
      engine.signal("run", ToyWorkflow.class, toy -> toy.say("anew"));
      Await.until(
          () -> engine.history("run", part -> false).get(0).payload().contains("anew"),
          "the new beginning");

      for (String name : List.of("early", "bad")) {
        engine.signal("run/" + name, ToyChild.class, child -> child.say("go"));
        Await.until(() -> engine.condition("run/" + name) == Engine.Condition.ENDED, name);
      }
      engine.signal("run", ToyWorkflow.class, toy -> toy.say("attach"));

      assertThat(
              engine
                  .result("run", ToyWorkflow.Lines.class)
                  .get(180, TimeUnit.SECONDS)
                  .orThrow()
                  .lines())
          .containsExactly("[went run/late]", "[went run/early]", "It is bad.");
      try (RunCatalog catalog =
          new RunCatalog(TemporalConnection.to(DevServer.shared().target()), List.of())) {
        KnownRun known = catalog.at(place.workflowId("run")).orElseThrow();
        assertThat(catalog.beginning(known, "none").at())
            .isCloseTo(engine.history("run").get(0).at(), within(1, ChronoUnit.SECONDS))
            .isBefore(known.startedAt());
      }
      assertThat(engine.history("run").get(0).payload()).as("its first beginning").contains("x");
      assertThat(engine.history("run"))
          .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.STARTED)
          .extracting(HistoryEntry::run)
          .containsExactlyInAnyOrder("run", "run/late", "run/early", "run/bad");
      assertThat(engine.history("run"))
          .as("what it heard before it went on as new, and after it")
          .filteredOn(entry -> entry.run().equals("run"))
          .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.MESSAGE)
          .extracting(HistoryEntry::payload)
          .startsWith("\"anew\"", "\"attach\"");
    }
  }
}
