package dev.aidp.testkit.junit;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;
import static dev.aidp.testkit.assertion.AidpAssertions.assertThatThrownBy;

import dev.aidp.command.TreeCheck.Verdict;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.assertion.PlayedRun;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an extension says of all of its tests. */
@Timeout(300)
class AidpExtensionBuilderTest {

  @RegisterExtension
  final AidpExtension aidp =
      AidpExtension.builder()
          .engine(TestEngine.NATIVE)
          .repository(repository -> repository.write("known.txt", "x\n").commitAll("Known"))
          .script(agent -> agent.coder("loop", 1, Act.writes("loop.txt", "draft\n")))
          .check("whole", "1", AidpExtensionBuilderTest::whole)
          .options(
              usual ->
                  usual.withRuns(usual.runs().withSettings(with(usual.runs().settings(), "1"))))
          .uncloned("its check looks where no clone is")
          .build();

  /** The agent stays as it is. */
  private static Map<String, String> with(Map<String, String> before, String iterations) {
    return com.google.common.collect.ImmutableMap.<String, String>builder()
        .putAll(before)
        .put("limits.max_iterations", iterations)
        .buildOrThrow();
  }

  private static Verdict whole(Path tree, Consumer<String> output) throws Exception {
    output.accept("looking");
    return Files.readString(tree.resolve("loop.txt")).contains("draft")
        ? Verdict.red("It is a draft.")
        : Verdict.green();
  }

  @BeforeEach
  void says_it_before_each_test_too(ScriptedAgent agent) {
    agent.coder("loop", Act.writes("loop.txt", "whole\n"));
  }

  @Test
  void holds_for_each_test(AidpRuntime runtime) {
    PlayedRun run = runtime.run(request());

    assertThat(runtime.engine()).isEqualTo(TestEngine.NATIVE);
    assertThat(run).ended(RunState.FAILED).after(1).failedBecause("whole");
    assertThat(runtime.repository().files("main")).containsKey("known.txt");
  }

  @Test
  void a_request_says_otherwise(AidpRuntime runtime) {
    PlayedRun run =
        runtime.run(
            request()
                .set("limits.max_iterations", 2)
                .check("here", "case $PWD in */clones/*) exit 1 ;; esac"));

    assertThat(run).endedGreen().after(2).prompted("It is a draft.");
    assertThat(run).tree().holds("loop.txt", "whole\n");
  }

  @EachEngine(TestEngine.SERVER)
  void nobody_turns_the_clock_of_a_server(TestClock clock) {
    assertThatThrownBy(() -> clock.pass(Duration.ofHours(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("@AidpTest(engine = TestEngine.NATIVE)");
  }

  private static WorkLoopRequest request() {
    return WorkLoopRequest.of("Write it.").check("whole", "java:whole@1");
  }
}
