package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.repo.SampleRepository;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class TrainingTest {

  @TempDir Path folder;

  @Test
  void each_call_does_what_people_have_it_do() {
    assertThat(Training.codes(SampleRepository.in(folder.resolve("repository")).top()))
        .isNotEmpty()
        .containsOnly(0);
  }

  /** It is not loaded: a second one in this process would answer for the first. */
  @Test
  void the_library_that_is_unpacked_is_the_drivers() throws Exception {
    Path unpacked = folder.resolve("native");

    Training.unpack(unpacked);

    String library = System.mapLibraryName("sqlitejdbc");
    String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library;
    try (InputStream own = LibraryLoaderUtil.class.getResourceAsStream(packed)) {
      assertThat(unpacked.resolve(library)).hasBinaryContent(own.readAllBytes());
    }
  }
}
