package dev.aidp.activities.agent;

import com.google.common.base.Throwables;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.OutputSink;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentListener;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import dev.aidp.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One turn of an agent that is code of this process: it runs, and tells what came of it. */
final class TurnInProcess implements Launch.Code, TurnReader {

  /** Of a longer text the middle is left out, in characters. */
  private static final int TEXT_CHARS = 8 << 20;

  /** Of a failure of causes that have causes. */
  private static final int CAUSES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(TurnInProcess.class);

  private final String name;
  private final Agent agent;
  private final AgentTurn turn;
  private @Nullable String session;
  private Usage used = Usage.NONE;
  private @Nullable String reply;
  private @Nullable ProviderError fault;

  TurnInProcess(String name, Agent agent, AgentTurn turn) {
    this.name = name;
    this.agent = agent;
    this.turn = turn;
  }

  @Override
  public String name() {
    return "the agent " + name;
  }

  @Override
  @SuppressWarnings("ThrowableNotThrown")
  public int run(OutputSink output) {
    Told told = new Told(output);
    try {
      ends(agent.turn(turn, told));
    } catch (UnusableException e) {
      throw e;
    } catch (AidpException e) {
      fails(e.failure());
    } catch (Exception e) {
      LOG.debug("A turn of {} failed", name, e);
      fails(null, said(e));
    } catch (Error e) {
      LOG.warn("A turn of {} failed for good", name, e);
      fails(FailureKind.PERMANENT, said(e));
    }
    told.says("");
    return 0;
  }

  /** Hears what the agent says; each piece of news is a line, maybe empty. */
  private final class Told implements AgentListener {

    private final OutputSink output;

    Told(OutputSink output) {
      this.output = output;
    }

    @Override
    public synchronized void says(String text) {
      byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
      try {
        output.take(line, 0, line.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void session(String id) {
      runsIn(AgentReply.of("").in(id).session());
      says("");
    }

    @Override
    public void used(Usage soFar) {
      uses(soFar);
      says("");
    }
  }

  private synchronized void runsIn(@Nullable String id) {
    session = id;
  }

  private synchronized void uses(Usage soFar) {
    used = soFar;
  }

  @SuppressWarnings("ConstantValue") // an agent may be written without any null checks
  private synchronized void ends(@Nullable AgentReply said) {
    if (said == null) {
      fails(FailureKind.PERMANENT, "It returned null and not a reply.");
      return;
    }
    session = said.session();
    used = said.usage().equals(Usage.NONE) ? used : said.usage();
    reply = shortened(said.text());
    if (said.failure() != null) {
      fails(said.failure());
    }
  }

  private synchronized void fails(Failure why) {
    FailureKind kind =
        AgentInProcess.mayBe(why.kind()) ? why.kind() : FailureKind.TRANSIENT; // ours alone
    fault = new ProviderError(kind, why.message(), why.retryAt());
  }

  private synchronized void fails(@Nullable FailureKind kind, String message) {
    fault = new ProviderError(kind, message, null);
  }

  private static String said(Throwable problem) {
    return Throwables.getCausalChain(problem).stream()
        .limit(CAUSES)
        .map(Throwable::toString)
        .collect(Collectors.joining(": "));
  }

  private static String shortened(String text) {
    int half = TEXT_CHARS / 2;
    return text.length() <= TEXT_CHARS
        ? text
        : "%s%n[aidp: %d characters left out here]%n%s"
            .formatted(
                Excerpt.start(text, half), text.length() - TEXT_CHARS, Excerpt.end(text, half));
  }

  @Override
  public @Nullable String output(String line) {
    return line.isEmpty() ? null : line;
  }

  @Override
  public synchronized @Nullable String session() {
    return session;
  }

  @Override
  public synchronized Usage used() {
    return used;
  }

  @Override
  public boolean done() {
    return false;
  }

  /** One that was stopped while it failed did so because it was stopped. */
  @Override
  public synchronized TurnOutput end(@Nullable Integer exitCode) {
    boolean over = fault == null ? reply != null : exitCode != null;
    return new TurnOutput(reply == null ? "" : reply, used, over, fault);
  }
}
