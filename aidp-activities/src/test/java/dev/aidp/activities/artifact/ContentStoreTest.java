package dev.aidp.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {

  private static final String REF_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private ContentStore store() {
    return new ContentStore(folder.resolve("artifacts"), Secrets.in(java.util.Map.of()));
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void names_bytes_by_their_sha_256_and_keeps_them_once() throws IOException {
    assertThat(store().put("abc")).isEqualTo(REF_OF_ABC);
    assertThat(store().put("abc")).isEqualTo(REF_OF_ABC);

    assertThat(store().text(REF_OF_ABC)).isEqualTo("abc");
    assertThat(folder.resolve("artifacts/ba/" + REF_OF_ABC.substring(2))).hasContent("abc");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void writes_again_what_a_power_cut_left_empty() throws IOException {
    store().put("abc");
    Files.writeString(folder.resolve("artifacts/ba/" + REF_OF_ABC.substring(2)), "");

    store().put("abc");

    assertThat(store().text(REF_OF_ABC)).isEqualTo("abc");
  }

  @Test
  void knows_nothing_of_other_references() {
    assertThatThrownBy(() -> store().text("0".repeat(64)))
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> store().text("../../etc/passwd"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void nothing_is_left_of_bytes_that_cannot_be_read() throws IOException {
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(new byte[100_000])) {
          @Override
          public int read(byte[] into) throws IOException {
            int n = super.read(into);
            if (n < 0) {
              throw new IOException("torn");
            }
            return n;
          }
        };

    assertThatThrownBy(() -> store().put(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("torn");
    assertThat(files()).isZero();
  }

  @Test
  void a_store_that_cannot_be_written_is_not_usable() throws IOException {
    Files.writeString(folder.resolve("artifacts"), "a file where the folder should be");

    assertThatThrownBy(() -> store().put("abc"))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("artifacts");
  }

  @Test
  void stores_for_a_thread_that_is_interrupted() {
    Thread.currentThread().interrupt();

    String ref = store().put("abc");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store().text(ref)).isEqualTo("abc");
  }

  @Test
  void takes_the_same_and_other_bytes_from_many_at_once() throws IOException {
    var refs =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> store().put("text " + i % 10))
            .distinct()
            .toList();

    assertThat(refs).hasSize(10);
    assertThat(refs).allSatisfy(ref -> assertThat(store().text(ref)).startsWith("text "));
    assertThat(files()).isEqualTo(10);
  }
}
