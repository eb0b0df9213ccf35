package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs are found by what they were started with, and by what their workflows say of them. */
@Timeout(300)
class LabelsTest extends OnEachEngine {

  private static final String CUSTOMER = "ToyCustomer";

  @TempDir Path folder;
  private SampleRepository repository;

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private Aidp application(Engine engine, Toy.Program program) {
    return Aidp.open(
        repository.top(),
        options(engine),
        Extensions.none().workflow(Toy.run(program)).activities(new RecordedSteps()));
  }

  /** What is said of a run outlives that it continues as new. */
  private static void customers(Toy toy) {
    toy.write(toy.context().memo());
    if (toy.input().equals("you")) {
      toy.context().attributes(Map.of(CUSTOMER, "acme"));
      toy.awaitHearing("go");
      toy.context().attributes(Map.of(CUSTOMER, "umbrella"));
      toy.context().continueAsNew(ToyWorkflow.class, again -> again.run("again"));
    }
    toy.write(toy.command("bye").echo("bye"));
  }

  private static RunHandle started(Aidp aidp, StartOptions options) {
    return aidp.start(ToyWorkflow.class, options, toy -> toy.run("you"));
  }

  private static void register(Engine engine) {
    if (engine == Engine.NATIVE) {
      return;
    }
    OperatorServiceStubs stubs =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(target(engine))
                .validateAndBuildWithDefaults());
    try {
      stubs
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace("default")
                  .putSearchAttributes(CUSTOMER, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
    } catch (io.grpc.StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.ALREADY_EXISTS);
    } finally {
      stubs.shutdown();
    }
  }

  private static List<String> found(Aidp aidp, RunFilter filter) {
    List<String> ids = aidp.runs(filter).stream().map(RunHandle::id).toList();
    assertThat(aidp.views(filter)).extracting(RunView::id).isEqualTo(ids);
    return ids;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_run_is_found_by_its_memo_and_by_attributes_that_its_workflow_changes(Engine engine) {
    register(engine);
    StartOptions options =
        StartOptions.id("release-7")
            .on(engine.wireName())
            .withMemo(Map.of("team", "core", "ticket", "A-1"))
            .withAttributes(Map.of(CUSTOMER, "nobody"));
    RunFilter core = RunFilter.all().with("team", "core");
    try (Aidp aidp = application(engine, LabelsTest::customers)) {
      RunHandle run = started(aidp, options);
      Await.until(
          () -> !aidp.runs(core.with(CUSTOMER, "acme")).isEmpty(), "the customer, while it runs");
      assertThat(found(aidp, core.with(CUSTOMER, "acme"))).containsExactly("release-7");
      assertThat(found(aidp, RunFilter.all().with("team", "other"))).isEmpty();

      run.signal("say", "[\"go\"]");

      assertThat(run.ended().join().labels().attributes()).containsEntry(CUSTOMER, "umbrella");
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines())
          .containsExactly("{team=core, ticket=A-1}", "bye");
      assertThat(run.view().labels().memo()).isEqualTo(options.labels().memo());
    }
    try (Aidp later = application(engine, LabelsTest::customers)) {
      assertThat(found(later, core.with(CUSTOMER, "umbrella"))).containsExactly("release-7");
      assertThat(found(later, core.with(CUSTOMER, "acme"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_MEMORY", "DEV_SERVER"})
  void what_the_service_does_not_know_is_refused_at_the_start_and_told_later(Engine engine) {
    Toy.Program program = toy -> toy.context().attributes(Map.of("NeverHeardOf", "x"));
    StartOptions options = StartOptions.id("release-7").on(engine.wireName());
    try (Aidp aidp = application(engine, program)) {
      assertThatThrownBy(() -> started(aidp, options.withAttributes(Map.of("NeverHeardOf", "x"))))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("NeverHeardOf");
      assertThatThrownBy(() -> started(aidp, options.withId("release-8")).ended().join())
          .hasCauseInstanceOf(UnusableException.class)
          .hasMessageContaining("search attribute");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NATIVE")
  void runs_are_found_by_what_they_are_the_newest_first(Engine engine) {
    Toy.Program program = toy -> toy.awaitHearing("go");
    try (Aidp aidp = application(engine, program)) {
      Instant before = Instant.now();
      for (int i = 1; i <= 4; i++) {
        started(aidp, StartOptions.id("r" + i));
      }
      for (String id : List.of("r1", "r3")) {
        aidp.run(id).signal("say", "[\"go\"]");
        aidp.run(id).ended().join();
      }
      RunFilter all = RunFilter.all();

      assertThat(found(aidp, all)).containsExactly("r4", "r3", "r2", "r1");
      assertThat(found(aidp, all.in(RunState.COMPLETED))).containsExactly("r3", "r1");
      assertThat(found(aidp, all.in(RunState.RUNNING, RunState.COMPLETED).limit(3)))
          .containsExactly("r4", "r3", "r2");
      assertThat(found(aidp, all.workflow("AidpToy"))).hasSize(4);
      assertThat(found(aidp, all.workflow("Other"))).isEmpty();
      assertThat(found(aidp, all.kind(RunKind.FEATURE))).isEmpty();
      assertThat(found(aidp, all.on("temporal"))).isEmpty();
      assertThat(found(aidp, all.since(before))).hasSize(4);
      assertThat(found(aidp, all.until(before))).isEmpty();
    }
  }
}
