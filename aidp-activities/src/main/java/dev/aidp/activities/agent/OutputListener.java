package dev.aidp.activities.agent;

import com.google.common.collect.EvictingQueue;
import dev.aidp.activities.agent.provider.LineCutter;
import dev.aidp.activities.process.OutputSink;
import dev.aidp.activities.process.ProcessWatch;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a running agent: passes lines to its reader and what people shall see to the log. Safe
 * for use by the threads of both outputs and by who watches.
 */
final class OutputListener implements ProcessWatch {

  private static final int NOISE_LINES = 20;

  private final TurnReader reader;
  private final boolean structured;
  private final Supervision supervision;
  private final BiConsumer<@Nullable String, Usage> onNews;
  private final UnitLog.Lines outputLog;
  private final UnitLog.Lines errorLog;
  private final CompletionMark mark = new CompletionMark();
  private final NoteLines notes = new NoteLines();
  private final QuestionMark question = new QuestionMark();
  private final LineCutter outputLines = new LineCutter(this::outputLine);
  private final LineCutter errorLines = new LineCutter(this::errorLine);
  private final Queue<String> noise = EvictingQueue.create(NOISE_LINES);
  private @Nullable String session;
  private Usage used = Usage.NONE;
  private @Nullable RuntimeException misread;

  /**
   * Makes one.
   *
   * @param structured whether the output is for the reader alone, and the log shows what it says
   * @param supervision how long it may be silent or linger
   * @param onNews told of the session's id as soon as it is known, and of what the turn has used
   */
  OutputListener(
      TurnReader reader,
      boolean structured,
      Supervision supervision,
      BiConsumer<@Nullable String, Usage> onNews,
      UnitLog log) {
    this.reader = reader;
    this.structured = structured;
    this.supervision = supervision;
    this.onNews = onNews;
    outputLog = log.lines("");
    errorLog = log.lines("! ");
  }

  OutputSink output() {
    return (bytes, offset, length) -> {
      try {
        if (!structured) {
          outputLog.take(bytes, offset, length);
          mark.take(bytes, offset, length);
        }
        outputLines.take(bytes, offset, length);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  OutputSink errors() {
    return (bytes, offset, length) -> {
      try {
        if (!structured) {
          errorLog.take(bytes, offset, length);
        }
        errorLines.take(bytes, offset, length);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  private synchronized void outputLine(String line) {
    try {
      hear(line);
    } catch (UncheckedIOException e) {
      throw e; // it could not be kept
    } catch (RuntimeException e) {
      misread(e);
    }
  }

  /** Whatever becomes of a reader, the program's output is taken: it must never wait for us. */
  private void misread(RuntimeException e) {
    if (misread == null) {
      show(errorLog, "[aidp] what it writes cannot be read: " + e);
      misread = e;
    }
  }

  private void hear(String line) {
    notes.take(line); // where lines are records, what counts is the reply that they come to
    if (!structured) {
      question.take(line);
    }
    String shown = reader.output(line);
    if (structured && shown != null) {
      show(outputLog, shown);
      if (!line.startsWith("{")) {
        noise.add(shown);
      }
    }
    String known = reader.session() == null ? session : reader.session();
    Usage now = reader.used();
    if (!Objects.equals(known, session) || !now.equals(used)) {
      session = known;
      used = now;
      onNews.accept(known, now);
    }
  }

  private synchronized void errorLine(String line) {
    try {
      String shown = reader.error(line);
      if (structured && shown != null) {
        show(errorLog, shown);
      }
    } catch (UncheckedIOException e) {
      throw e; // it could not be kept
    } catch (RuntimeException e) {
      misread(e);
    }
  }

  private static void show(UnitLog.Lines log, String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      log.take(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Duration silence() {
    return supervision.silence();
  }

  @Override
  public synchronized boolean done() {
    try {
      return reader.done();
    } catch (RuntimeException e) {
      misread(e);
      return false;
    }
  }

  @Override
  public Duration grace() {
    return supervision.grace();
  }

  @Override
  public synchronized @Nullable String session() {
    return session;
  }

  /** Returns what it came to, when nothing more comes. */
  synchronized TurnOutput end(@Nullable Integer exitCode) throws IOException {
    outputLines.flush();
    errorLines.flush();
    outputLog.flush();
    errorLog.flush();
    TurnOutput reading;
    try {
      reading = reader.end(exitCode);
    } catch (RuntimeException e) {
      misread(e);
      reading = new TurnOutput(structured ? "" : null, used, false, null);
    }
    boolean understood = misread == null || reading.over() || reading.fault() != null;
    return understood
        ? reading
        : new TurnOutput(reading.reply(), reading.usage(), true, unreadable(misread));
  }

  /** No repeat of the turn would be read any better. */
  private static ProviderError unreadable(@Nullable RuntimeException why) {
    return new ProviderError(
        FailureKind.PERMANENT, "What the program writes cannot be read: " + why, null);
  }

  /** Returns what the agent has said by lines of its own. */
  synchronized AgentInvocation.Marks marks(TurnOutput reading) {
    String reply = reading.reply();
    return reply == null
        ? new AgentInvocation.Marks(mark.found(), question.asked(), notes)
        : new AgentInvocation.Marks(
            reply.lines().anyMatch(CompletionMark::in),
            QuestionMark.in(reply),
            NoteLines.in(reply));
  }

  /** Returns the last lines that were none of the program's records. */
  synchronized String noise() {
    return String.join("\n", noise);
  }
}
