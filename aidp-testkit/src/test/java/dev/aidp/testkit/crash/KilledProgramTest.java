package dev.aidp.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.run.RunState;
import dev.aidp.testkit.junit.AidpExtension;
import dev.aidp.testkit.junit.AidpRuntime;
import dev.aidp.testkit.junit.EachEngine;
import dev.aidp.testkit.junit.TestEngine;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class KilledProgramTest {

  @RegisterExtension
  static final AidpExtension AIDP =
      AidpExtension.builder().workflow(Toy.run(toy -> {})).activities(new RecordedSteps()).build();

  @EachEngine({TestEngine.NATIVE, TestEngine.SERVER})
  void a_program_that_is_killed_at_each_entry_does_all_of_it(AidpRuntime aidp) throws Exception {
    Path log = aidp.folder().resolve("performed");
    // tag::kill[]
    KilledProgram program =
        KilledProgram.of(
            OneNap.class,
            aidp.repository().top().toString(),
            aidp.engine().wireName(),
            aidp.target(),
            log.toString());

    int kills = program.afterEach(1, aidp.aidp(), OneNap.ID);
    // end::kill[]

    assertThat(kills).isPositive();
    assertThat(aidp.aidp().run(OneNap.ID).view().state()).isEqualTo(RunState.COMPLETED);
    List<String> performed = Files.readAllLines(log);
    assertThat(performed).containsSubsequence("one", "two", "three");
    assertThat(performed.size()).isLessThanOrEqualTo(3 + kills);
  }

  @EachEngine(TestEngine.NATIVE)
  void a_program_that_fails_is_told_with_what_it_has_said(AidpRuntime aidp) {
    KilledProgram program = KilledProgram.of(OneNap.class, "/nowhere", "native", "", "");

    assertThatThrownBy(() -> program.afterEach(1, aidp.aidp(), OneNap.ID))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("/nowhere");
  }
}
