package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

  @TempDir Path folder;

  @Test
  void each_call_does_what_people_have_it_do() {
    assertThat(Training.codes(SampleRepository.in(folder.resolve("repository")).top()))
        .isNotEmpty()
        .containsOnly(0);
  }

  @Test
  void the_library_that_is_unpacked_is_the_one_that_is_loaded() throws Exception {
    Path unpacked = folder.resolve("native");

    Training.unpack(unpacked);

    Path library = unpacked.resolve(System.mapLibraryName("sqlitejdbc"));
    assertThat(library).isNotEmptyFile();
    System.load(library.toString());
  }
}
