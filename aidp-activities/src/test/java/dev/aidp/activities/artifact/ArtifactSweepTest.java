package dev.aidp.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.artifact.ArtifactSweep.Limits;
import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactSweepTest {

  private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

  /** How long what is stored is safe in the test, and so many texts that each is stored seldom. */
  private static final Duration YOUNG = Duration.ofMillis(250);

  private static final int TEXTS = 200;
  private static final Limits ALL = new Limits(ref -> true, LATER, LATER);

  @TempDir Path folder;
  private ContentStore store;
  private ArtifactSweep sweep;

  @BeforeEach
  void set_up() {
    store = new ContentStore(folder.resolve("artifacts"), Secrets.in(Map.of()));
    sweep = new ArtifactSweep(folder.resolve("artifacts"));
  }

  @Test
  void what_a_document_names_that_is_needed_is_needed_and_what_an_output_names_is_not()
      throws IOException {
    String output = store.put("some output");
    String part = store.put("{\"output\":\"" + output + "\"}");
    String whole = store.put("{\"earlier\":[\"" + part + "\"]}");
    String named = store.put("named by an output");
    String names = store.put("see " + named);

    Set<String> needed = sweep.reachable(Set.of(whole, names));

    assertThat(needed).containsExactlyInAnyOrder(whole, part, output, names);
    assertThat(sweep.sweep(needed, ALL, true).count()).isEqualTo(1);
    assertThat(sweep.sweep(needed, ALL, false).count()).isEqualTo(1);
    assertThat(store.text(output)).isEqualTo("some output");
    assertThatThrownBy(() -> store.text(named)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void what_was_stored_lately_stays_and_what_nobody_has_named_stays_longer() throws IOException {
    String named = store.put("named");
    String stray = store.put("stray");
    Instant past = Instant.now().minus(Duration.ofHours(1));

    assertThat(sweep.sweep(Set.of(), new Limits(ref -> true, past, past), false).count()).isZero();
    assertThat(sweep.sweep(Set.of(), new Limits(named::equals, LATER, past), false).count())
        .isEqualTo(1);
    assertThat(store.text(stray)).isEqualTo("stray");
    assertThat(store.keep(named)).isFalse();
    assertThat(store.keep(stray)).isTrue();
  }

  @Test
  void who_stores_it_once_more_while_it_is_swept_away_finds_it() {
    CompletableFuture<Long> sweeping = CompletableFuture.supplyAsync(this::sweepOften);
    List<String> lost = new ArrayList<>();

    for (int i = 0; !sweeping.isDone(); i++) {
      Instant before = Instant.now();
      String ref = store.put("text " + i % TEXTS);
      try {
        assertThat(store.text(ref)).isEqualTo("text " + i % TEXTS);
      } catch (NoSuchElementException e) {
        if (Instant.now().isBefore(before.plus(YOUNG))) {
          lost.add(ref);
        }
      }
    }

    assertThat(sweeping.join()).isGreaterThan(TEXTS);
    assertThat(lost).isEmpty();
  }

  private long sweepOften() {
    long swept = 0;
    for (int i = 0; i < 20 || swept <= TEXTS && i < 20_000; i++) {
      Instant old = Instant.now().minus(YOUNG);
      try {
        swept += sweep.sweep(Set.of(), new Limits(ref -> true, old, old), false).count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return swept;
  }
}
