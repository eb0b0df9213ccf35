package dev.aidp.testkit.junit;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;

import dev.aidp.workloop.WorkLoopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The annotation alone, which says where its tests are played. */
@AidpTest(engine = TestEngine.MEMORY)
@Timeout(300)
class AidpTestTest {

  @Test
  void on_the_engine_of_the_class(AidpRuntime aidp) {
    assertThat(aidp.engine()).isEqualTo(TestEngine.MEMORY);
    assertThat(aidp.target()).startsWith("127.0.0.1:");
    assertThat(aidp.run(WorkLoopRequest.of("Write it.").check("there", "ls loop.txt")))
        .endedGreen()
        .after(1);
  }

  @AidpTest(engine = TestEngine.NATIVE)
  @Test
  void on_the_engine_of_the_test(TestEngine engine) {
    assertThat(engine).isEqualTo(TestEngine.NATIVE);
  }
}
