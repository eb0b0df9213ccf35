package dev.aidp.cli.progress;

import dev.aidp.cli.io.Screen;
import dev.aidp.runtime.view.RunView;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Shows a run, look after look. */
public abstract class Progress implements AutoCloseable {

  private @Nullable RunView before;

  /** Returns one that shows nothing. */
  public static Progress silent() {
    return new Progress() {
      @Override
      void show(List<String> events, RunView now) {}
    };
  }

  /** Returns one that prints a plain line for each event. */
  public static Progress plain(PrintStream stream) {
    return new Progress() {
      @Override
      void show(List<String> events, RunView now) {
        events.forEach(stream::println);
        stream.flush();
      }
    };
  }

  /** Returns one that also keeps a line for each running unit at the end of a terminal. */
  public static Progress redrawn(PrintStream stream, Screen screen, Clock clock) {
    return new Redrawn(stream, screen.width(), clock);
  }

  /** Shows how the run stands now. */
  public final void look(RunView now) {
    show(ProgressEvents.between(before, now), now);
    before = now;
  }

  abstract void show(List<String> events, RunView now);

  /** Takes away what was drawn for the moment. */
  @Override
  public void close() {}

  private static final class Redrawn extends Progress {

    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream stream;
    private final IntSupplier width;
    private final Clock clock;
    private int drawn;

    Redrawn(PrintStream stream, IntSupplier width, Clock clock) {
      this.stream = stream;
      this.width = width;
      this.clock = clock;
    }

    @Override
    void show(List<String> events, RunView now) {
      StringBuilder text = new StringBuilder(erase());
      int columns = width.getAsInt();
      events.forEach(event -> text.append(event).append('\n'));
      List<String> frame =
          now.ended() ? List.of() : ProgressFrame.lines(now, clock.instant(), columns - 1);
      frame.forEach(line -> text.append(line).append('\n'));
      drawn = frame.size();
      stream.print(text);
      stream.flush();
    }

    @Override
    public void close() {
      stream.print(erase());
      stream.flush();
      drawn = 0;
    }

    private String erase() {
      return drawn == 0 ? "" : "\u001b[" + drawn + "A\r" + CLEAR_BELOW;
    }
  }
}
