package dev.aidp.activities.agent;

import dev.aidp.activities.process.ProcessResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Usage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of an agent's program that has ended. To be closed.
 *
 * @param provider whose program
 * @param order what it was asked for
 * @param program how it was started, for messages
 * @param ended how it ended
 * @param reading what its output says
 * @param session its session, or null if it has shown none
 * @param marks what the agent says by lines of its own
 * @param said what it wrote besides its records
 */
record AgentInvocation(
    AgentProvider provider,
    AgentTurn order,
    String program,
    ProcessResult ended,
    TurnOutput reading,
    @Nullable String session,
    Marks marks,
    Said said)
    implements Closeable {

  /**
   * What an agent says by lines of its own.
   *
   * @param complete whether the work is complete
   * @param question what it asks a person, or null
   * @param notes what is left to do, and what comes next
   */
  record Marks(boolean complete, @Nullable String question, NoteLines notes) {}

  /**
   * What a program wrote besides its records, masked.
   *
   * @param errors the end of its standard error
   * @param noise the end of its standard output
   */
  record Said(String errors, String noise) {

    private String all() {
      return errors + "\n" + noise;
    }
  }

  /**
   * Returns whether the turn came to a good end: by the record that says so, or, where that is
   * missing, because the agent has said something and its program has ended well. What is done and
   * paid for is not done again.
   */
  private boolean finished() {
    String reply = reading.reply();
    boolean said = reply != null && !reply.isBlank();
    Integer exitCode = ended.how() == ProcessResult.How.EXITED ? ended.exitCode() : null;
    boolean well = exitCode != null && exitCode == 0;
    return reading.fault() == null && (reading.over() || said && well);
  }

  /** Returns why the turn failed, or null. The record that ends it decides, not the exit code. */
  @Nullable Failure failure(Clock clock, Duration silence) {
    if (finished()) {
      return null;
    }
    Integer exitCode = ended.exitCode();
    if (provider.name().equals(AgentChoice.STEP)
        && ended.how() == ProcessResult.How.EXITED
        && exitCode != null) {
      return FailureClassifier.exited(exitCode, said.errors, said.noise);
    }
    FailureClassifier classifier = new FailureClassifier(clock.getZone());
    ProviderError fault = reading.fault();
    if (reading.over() && fault != null) {
      return classifier.told(provider.failures(), fault, said.errors, clock.instant());
    }
    return switch (ended.how()) {
      case NOT_STARTED -> FailureClassifier.notStarted(program, ended.problem());
      case TIMED_OUT ->
          ended.problem().isEmpty()
              ? late(classifier, clock, FailureClassifier.timedOut(order.bounds().timeout()))
              : FailureClassifier.leftBehind(ended.problem());
      case SILENT -> late(classifier, clock, FailureClassifier.silent(silence));
      case EXITED, LINGERED, CANCELLED -> broken(classifier, clock);
    };
  }

  /** What it told last before it hung says more, unless that may have been anything. */
  private Failure late(FailureClassifier classifier, Clock clock, Failure otherwise) {
    ProviderError fault = reading.fault();
    if (fault == null) {
      return otherwise;
    }
    Failure told = classifier.told(provider.failures(), fault, said.errors, clock.instant());
    return told.kind() == FailureKind.TRANSIENT ? otherwise : told;
  }

  private Failure broken(FailureClassifier classifier, Clock clock) {
    Integer exitCode = ended.exitCode();
    ProviderError fault = reading.fault();
    if (!provider.capabilities().can(Feature.STRUCTURED) && exitCode != null && fault == null) {
      return classifier.classify(program, exitCode, said.errors, said.noise, clock.instant());
    }
    return fault == null
        ? classifier.brokenOff(provider.failures(), program, exitCode, said.all(), clock.instant())
        : classifier.told(provider.failures(), fault, said.errors, clock.instant());
  }

  /** Returns whether the program does not know the session that it should have gone on with. */
  boolean lostSession() {
    Pattern lost = provider.failures().sessionLost();
    ProviderError fault = reading.fault();
    String said = this.said.all() + "\n" + (fault == null ? "" : fault.message());
    return order.session().resumes() && !finished() && lost != null && lost.matcher(said).find();
  }

  /**
   * Returns what this turn used; what a session counts from its beginning is kept in the memory.
   *
   * @param prices prices what the program told before it was cut off
   */
  Usage usage(TurnMemory memory, UnaryOperator<Usage> prices) throws IOException {
    String id = session;
    if (id == null || !provider.capabilities().can(Feature.RUNNING_TOTALS)) {
      return reading.usage();
    }
    if (!reading.over()) {
      Usage told = prices.apply(reading.usage());
      memory.ahead(id, told);
      return told;
    }
    Usage used = since(memory.total(id), memory.ahead(id));
    memory.total(id, reading.usage());
    return used;
  }

  private Usage since(Usage before, Usage ahead) {
    Usage all = reading.usage();
    boolean counts =
        order.session().resumes()
            && all.tokens() >= before.tokens()
            && all.costMicroUsd() >= before.costMicroUsd();
    return counts ? all.minus(before).minus(ahead) : all;
  }

  @Override
  public void close() throws IOException {
    ended.close();
  }
}
