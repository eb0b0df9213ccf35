package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckResult;
import dev.aidp.git.TreeState;
import dev.aidp.text.Excerpt;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An iteration that was not enough, as far as it matters whether it brought anything new.
 *
 * @param iteration which
 * @param agent who took its turn
 * @param tree the files that it left
 * @param changed whether those differ from the files that it found
 * @param lacking what it lacked: the red checks with their exit codes, then the rest
 * @param output the hash of what the red checks said
 * @param said the end of the reply
 */
record IterationOutcome(
    int iteration,
    String agent,
    String tree,
    boolean changed,
    List<String> lacking,
    String output,
    String said) {

  /** A plain command may be long, and so may be the end of a reply: enough to know it again. */
  private static final int NAME = 80;

  private static final int SAID = 300;

  /** Copies the list. */
  IterationOutcome {
    lacking = ImmutableList.copyOf(lacking);
  }

  /** Returns what {@code turn} of {@code agent}, which began with {@code before}, has tried. */
  static IterationOutcome of(
      int iteration, String agent, TreeState before, TurnResult turn, UnmetCriteria lacking) {
    return new IterationOutcome(
        iteration,
        Excerpt.start(agent, NAME),
        turn.state().tree(),
        !turn.state().tree().equals(before.tree()),
        lacking(lacking),
        hash(lacking),
        Excerpt.end(turn.texts().tail().strip(), SAID));
  }

  /** Returns whether both left the same files and the same failures, to the letter. */
  boolean sameAs(IterationOutcome other) {
    return tree.equals(other.tree) && lacking.equals(other.lacking) && output.equals(other.output);
  }

  /** Returns whether both left the same files and lack the same, whatever the checks printed. */
  boolean backAt(IterationOutcome other) {
    return tree.equals(other.tree) && lacking.equals(other.lacking);
  }

  /** Whatever a fault says: an agent may put the same in other words each time. */
  private static List<String> lacking(UnmetCriteria lacking) {
    List<String> names = lacking.withFaults(List.of()).failing();
    return ImmutableList.<String>builder()
        .addAll(lacking.red().stream().map(red -> red.name() + " (" + how(red) + ")").toList())
        .addAll(names.subList(lacking.red().size(), names.size()))
        .addAll(lacking.faults().isEmpty() ? List.of() : List.of("faults in what the turn left"))
        .build();
  }

  /** Returns in a few words how a red check ended. */
  static String how(CheckResult red) {
    return red.exitCode() == null ? "time-out" : "exit code " + red.exitCode();
  }

  private static String hash(UnmetCriteria lacking) {
    String all = lacking.red().stream().map(CheckResult::digest).collect(Collectors.joining("\0"));
    return Hashing.sha256().hashUnencodedChars(all).toString();
  }
}
