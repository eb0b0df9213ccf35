package dev.aidp.examples.watch;

import dev.aidp.Aidp;
import dev.aidp.EventSubscription;
import dev.aidp.RunEvent;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs that are found again by what they are for, and a listener that is restarted. */
final class WatchedRun {

  private WatchedRun() {}

  /** Tells {@code show} of all that was not shown before, as {@code kept} says, until the end. */
  static void watch(RunHandle run, Path kept, Consumer<String> show) throws IOException {
    // tag::events[]
    String cursor = Files.exists(kept) ? Files.readString(kept) : RunEvent.BEGINNING;
    try (EventSubscription events =
        run.events(
            cursor,
            event -> {
              show.accept(event.entry().kind() + " " + event.entry().key());
              keep(kept, event.cursor()); // killed before this? The event is told once more
            })) {
      events.ended().join();
    }
    // end::events[]
  }

  private static void keep(Path file, String cursor) {
    try {
      Files.writeString(file, cursor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<RunView> finished(Aidp aidp, WorkLoopRequest request) {
    // tag::filter[]
    StartOptions options = StartOptions.id("hello").withMemo(Map.of("team", "core"));
    aidp.start(request, options).ended().join();

    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    return aidp.views(
        RunFilter.all().in(RunState.COMPLETED).with("team", "core").since(yesterday).limit(20));
    // end::filter[]
  }
}
