package dev.aidp.testkit.agent;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scripted agent does in one turn, in order: an immutable list of shell lines. Paths are
 * relative to the worktree; {@code $unit}, {@code $attempt}, {@code $iteration} and {@code $call}
 * may be used in {@link #shell}.
 */
public final class Act {

  private final ImmutableList<String> lines;

  private Act(ImmutableList<String> lines) {
    this.lines = lines;
  }

  /** Returns a turn that does nothing and says nothing. */
  public static Act nothing() {
    return new Act(ImmutableList.of());
  }

  /** Returns a turn that says that the work is complete. */
  public static Act complete() {
    return nothing().saying("STATUS: COMPLETE");
  }

  /** Returns a turn that writes one file and says that the work is complete. */
  public static Act writes(String path, String content) {
    return complete().writing(path, content);
  }

  /** Returns a turn that fails with {@code exit} after printing {@code error} as an error. */
  public static Act fails(int exit, String error) {
    return nothing().complaining(error).exiting(exit);
  }

  /** Adds a file with exactly this content. */
  public Act writing(String path, String content) {
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : ".";
    return shell("mkdir -p -- " + Shell.quoted(folder))
        .shell("printf '%s' " + Shell.quoted(content) + " > " + Shell.quoted("./" + path));
  }

  /** Removes a file. */
  public Act deleting(String path) {
    return shell("rm -f -- " + Shell.quoted(path));
  }

  /** Leaves an artifact with exactly this content. */
  public Act leaving(String artifact, String content) {
    return shell("mkdir -p -- \"$AIDP_ARTIFACTS/out\"")
        .shell(
            "printf '%s' "
                + Shell.quoted(content)
                + " > \"$AIDP_ARTIFACTS/out/\""
                + Shell.quoted(artifact));
  }

  /** Prints a line of the reply. */
  public Act saying(String text) {
    return shell("printf '%s\\n' " + Shell.quoted(text));
  }

  /** Prints a line on standard error. */
  public Act complaining(String text) {
    return shell("printf '%s\\n' " + Shell.quoted(text) + " >&2");
  }

  /** Ends the turn with this exit code, after all other lines. */
  public Act exiting(int code) {
    return shell("status=" + code);
  }

  /** Says at the gate that it is there and goes on when the gate is opened. */
  public Act waitingAt(Gate gate) {
    return shell(": > " + Shell.quoted(gate.reached().toString()))
        .shell("until [ -e " + Shell.quoted(gate.opened().toString()) + " ]; do sleep 0.02; done");
  }

  /** Leaves a process in the background that would go on for hours; its pid is noted. */
  public Act leavingProcess() {
    return shell("sleep 7200 >/dev/null 2>&1 & echo \"$!\" >> \"$home/left\"");
  }

  /** Adds one line of shell. */
  public Act shell(String line) {
    return new Act(ImmutableList.<String>builder().addAll(lines).add(line).build());
  }

  /** Does what {@code other} does after this. */
  public Act then(Act other) {
    List<String> both = new ArrayList<>(lines);
    both.addAll(other.lines);
    return new Act(ImmutableList.copyOf(both));
  }

  ImmutableList<String> lines() {
    return lines;
  }
}
