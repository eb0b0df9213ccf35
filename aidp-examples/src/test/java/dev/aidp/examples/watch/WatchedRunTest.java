package dev.aidp.examples.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WatchedRunTest {

  @TempDir Path folder;

  @Test
  void who_was_cut_off_is_shown_the_rest() throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    Path kept = folder.resolve("cursor");
    List<String> shown = new CopyOnWriteArrayList<>();
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults())) {
      WorkLoopRequest request =
          WorkLoopRequest.of("Write a greeting.")
              .agentCommand("echo hello > greeting.txt; echo STATUS: COMPLETE")
              .check("greets", "grep -q hello greeting.txt");

      assertThat(WatchedRun.finished(aidp, request)).extracting(RunView::id).contains("hello");

      assertThatThrownBy(
              () ->
                  WatchedRun.watch(
                      aidp.run("hello"),
                      kept,
                      line -> {
                        if (shown.size() == 2) {
                          throw new IllegalStateException("cut off");
                        }
                        shown.add(line);
                      }))
          .isInstanceOf(CompletionException.class);
      WatchedRun.watch(aidp.run("hello"), kept, shown::add);

      assertThat(shown)
          .isEqualTo(
              aidp.run("hello").history().stream().map(e -> e.kind() + " " + e.key()).toList());
    }
  }
}
