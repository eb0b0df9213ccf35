package dev.aidp.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloFeatureTest {

  @Test
  void the_program_of_the_readme_makes_a_green_branch(@TempDir Path folder) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));

    RunView run =
        HelloFeature.greeting(
            repository.top(),
            "cat > /dev/null; echo hello > greeting.txt; echo 'STATUS: COMPLETE'");

    assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.branch()).isEqualTo("aidp/hello");
  }
}
