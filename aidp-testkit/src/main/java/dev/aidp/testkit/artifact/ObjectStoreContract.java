package dev.aidp.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store of artifacts must do. Extend it and name one that is there and two that fail.
 */
public abstract class ObjectStoreContract {

  private static final int MORE_THAN_A_PAGE = 1_001;
  private static final int LARGE = 20_000_000;

  /** Where the files are that are put. */
  @TempDir protected Path folder;

  private final String run = "repository/" + UUID.randomUUID() + "/";

  /** For JUnit. */
  protected ObjectStoreContract() {}

  /** Returns the store, as a process that has begun just now opens it. */
  protected abstract ObjectStore store() throws IOException;

  /** Returns one that does not answer. */
  protected abstract ObjectStore silent() throws IOException;

  /** Returns one that answers and lets nobody in, or empty where there is no such thing. */
  protected abstract Optional<ObjectStore> refusing() throws IOException;

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(UUID.randomUUID().toString()), bytes);
  }

  private static byte[] bytes(ObjectStore store, String key) throws IOException {
    try (InputStream bytes = store.open(key).orElseThrow()) {
      return bytes.readAllBytes();
    }
  }

  private static String text(ObjectStore store, String key) throws IOException {
    return new String(bytes(store, key), StandardCharsets.UTF_8);
  }

  @Test
  void it_can_be_used_and_says_where_it_is() throws IOException {
    store().demand();

    assertThat(store().shown()).isNotBlank();
  }

  @Test
  void what_one_has_put_another_finds() throws IOException {
    String key = run + "ab/cdef";
    store().put(key, file("some text"));

    assertThat(store().has(key)).isTrue();
    assertThat(text(store(), key)).isEqualTo("some text");
    assertThat(store().keys(run)).containsExactly(key);
  }

  @Test
  void what_nobody_has_put_is_not_there() throws IOException {
    ObjectStore store = store();
    store.put(run + "ab/cdef", file("x"));

    assertThat(store.has(run + "ab/cd")).isFalse();
    assertThat(store.open(run + "ab/cd")).isEmpty();
    assertThat(store.has("none/ab")).isFalse();
    assertThat(store.open("none/ab")).isEmpty();
    assertThat(store.keys("none/")).isEmpty();
  }

  @Test
  void what_is_put_again_replaces_what_was_there() throws IOException {
    ObjectStore store = store();
    store.put(run + "ab", file("long before"));
    store.put(run + "ab", file("now"));

    assertThat(text(store, run + "ab")).isEqualTo("now");
    assertThat(store.keys(run)).hasSize(1);
  }

  @Test
  void nothing_and_much_arrive_as_they_are() throws IOException {
    ObjectStore store = store();
    byte[] much = new byte[LARGE];
    new Random(1).nextBytes(much);
    store.put(run + "much", file(much));
    store.put(run + "nothing", file(new byte[0]));

    assertThat(Arrays.equals(bytes(store, run + "much"), much)).isTrue();
    assertThat(bytes(store, run + "nothing")).isEmpty();
    assertThat(store.has(run + "nothing")).isTrue();
  }

  @Test
  void any_letter_that_a_key_may_have_is_itself() throws IOException {
    ObjectStore store = store();
    List<String> keys =
        List.of(run + "%2f%/a", run + "@run/a", run + "a.b_c-D/a", run + "a.b_c-D2/a");
    for (String key : keys) {
      store.put(key, file(key));
    }

    for (String key : keys) {
      assertThat(text(store, key)).isEqualTo(key);
    }
    assertThat(store.keys(run)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(store.keys(run + "a.b_c-D/")).containsExactly(run + "a.b_c-D/a");
  }

  @Test
  void what_is_removed_is_gone_and_may_be_removed_again() throws IOException {
    ObjectStore store = store();
    store.put(run + "ab/one", file("1"));
    store.put(run + "ab/two", file("2"));

    store.remove(run + "ab/one");
    store.remove(run + "ab/one");
    store.remove(run + "cd/never");

    assertThat(store.keys(run)).containsExactly(run + "ab/two");
    store.remove(run + "ab/two");
    store.put(run + "ab/one", file("anew"));
    assertThat(text(store, run + "ab/one")).isEqualTo("anew");
  }

  @Test
  void more_than_anybody_lists_at_a_time_is_listed() throws IOException {
    ObjectStore store = store();
    Path file = file("x");
    List<CompletableFuture<Void>> puts = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
      String key = run + i;
      puts.add(CompletableFuture.runAsync(() -> put(store, key, file)));
    }
    puts.forEach(CompletableFuture::join);

    assertThat(store.keys(run)).doesNotHaveDuplicates().hasSize(MORE_THAN_A_PAGE);
  }

  @Test
  void of_many_who_put_the_same_at_once_each_succeeds_and_nobody_reads_half_of_it()
      throws IOException {
    Path file = file("x".repeat(1_000_000));
    List<CompletableFuture<Void>> puts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ObjectStore store = store();
      puts.add(CompletableFuture.runAsync(() -> put(store, run + "same", file)));
    }
    ObjectStore reading = store();
    while (!puts.stream().allMatch(CompletableFuture::isDone)) {
      Optional<InputStream> found = reading.open(run + "same");
      if (found.isPresent()) {
        try (InputStream bytes = found.get()) {
          assertThat(bytes.readAllBytes()).hasSize(1_000_000);
        }
      }
    }
    puts.forEach(CompletableFuture::join);

    assertThat(reading.keys(run)).containsExactly(run + "same");
  }

  private static void put(ObjectStore store, String key, Path file) {
    try {
      store.put(key, file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void one_that_does_not_answer_is_told_from_one_that_is_empty() throws IOException {
    ObjectStore store = silent();
    Path file = file("x");

    assertThatThrownBy(store::demand).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.has("a/b")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.put("a/b", file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.keys("a/")).isInstanceOf(IOException.class);
  }

  @Test
  void one_that_refuses_says_why_and_what_to_do() throws IOException {
    ObjectStore store = refusing().orElse(null);
    if (store != null) {
      Path file = file("x");

      assertThatThrownBy(store::demand).isInstanceOf(UnusableException.class);
      assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(UnusableException.class);
      assertThatThrownBy(() -> store.put("a/b", file))
          .isInstanceOfSatisfying(UnusableException.class, e -> assertThat(e.remedy()).isNotBlank())
          .hasMessageContaining(store.shown());
    }
  }
}
