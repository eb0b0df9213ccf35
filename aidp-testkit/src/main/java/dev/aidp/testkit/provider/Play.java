package dev.aidp.testkit.provider;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Usage;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.Shell;

/**
 * What a stand-in does in one turn, in order, said in its program's own records: an immutable list
 * of shell lines. Paths are relative to the worktree.
 */
public final class Play {

  private final ImmutableList<String> lines;

  private Play(ImmutableList<String> lines) {
    this.lines = lines;
  }

  /** Returns a turn that begins and says nothing more. */
  public static Play nothing() {
    return new Play(ImmutableList.of());
  }

  /** Returns a turn that writes one file and ends well, saying that the work is complete. */
  public static Play writes(String path, String content) {
    return nothing().editing(path, content).finishing("Done.\nSTATUS: COMPLETE");
  }

  /** Returns a turn that fails as the program fails in such a case. */
  public static Play failing(FailureKind kind) {
    return nothing().running("trouble " + kind.wireName());
  }

  /** Says something on the way. */
  public Play saying(String text) {
    return running("say " + Shell.quoted(text));
  }

  /** Writes a file, as a tool of the agent does. */
  public Play editing(String path, String content) {
    return running("edit " + Shell.quoted(path) + " " + Shell.quoted(content));
  }

  /** Says what the turn uses; this stands on the bill when it ends. */
  public Play using(Usage usage) {
    return running(
        "use %d %d %d %d %d"
            .formatted(
                usage.inputTokens(),
                usage.cacheReadTokens(),
                usage.cacheWriteTokens(),
                usage.outputTokens(),
                usage.costMicroUsd()));
  }

  /** Ends the turn well, with this as its last words. */
  public Play finishing(String text) {
    return running("finish " + Shell.quoted(text));
  }

  /** Prints a line on standard output that is whatever it is. */
  public Play printing(String line) {
    return running("raw " + Shell.quoted(line));
  }

  /** Prints a line on standard error. */
  public Play complaining(String line) {
    return running("raw " + Shell.quoted(line) + " >&2");
  }

  /** Tells of an error on the way, from which the program may recover. */
  public Play stumbling(String text) {
    return running("stumble " + Shell.quoted(text));
  }

  /** Has a tool write so many bytes on one line. */
  public Play flooding(long bytes) {
    return running("big " + bytes);
  }

  /** Has a tool write bytes that are no text. */
  public Play garbling() {
    return running("garbled");
  }

  /** Leaves a process in the background that would go on for hours. */
  public Play leavingProcess() {
    return running("leave_child");
  }

  /** Says at the gate that it is there and goes on when the gate is opened. */
  public Play waitingAt(Gate gate) {
    return running(
        "at_gate "
            + Shell.quoted(gate.reached().toString())
            + " "
            + Shell.quoted(gate.opened().toString()));
  }

  /** Does nothing for so long. */
  public Play pausing(java.time.Duration time) {
    return running("sleep " + time.toMillis() / 1000.0);
  }

  /** Never ends. */
  public Play hanging() {
    return running("sleep 7200");
  }

  /** Dies by a signal. */
  public Play crashing() {
    return running("crash");
  }

  /** Exits with this code, after all other lines. */
  public Play exiting(int code) {
    return running("code=" + code);
  }

  /** Adds one line of shell; {@code $call}, {@code $turn} and {@code $session} may be used. */
  public Play running(String line) {
    return new Play(ImmutableList.<String>builder().addAll(lines).add(line).build());
  }

  ImmutableList<String> lines() {
    return lines;
  }
}
