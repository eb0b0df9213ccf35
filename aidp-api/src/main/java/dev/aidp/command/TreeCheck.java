package dev.aidp.command;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A check that is code of this process. Runs name it by its name and version, {@link
 * dev.aidp.run.Check#inProcess}, and treat it as a check that is a command: what it says of a tree
 * in a clean checkout is the verdict, and is not asked for again by that name and version. Give it
 * another version when it judges otherwise than before.
 *
 * <p>Called on a thread of its own, which is interrupted if the check shall end; safe for use by
 * many threads.
 */
@FunctionalInterface
public interface TreeCheck {

  /**
   * Looks at a tree.
   *
   * @param tree the folder in which it is checked out; what is changed there is put back
   * @param output takes what people may read of it, line by line
   * @throws Exception if the tree is no good as well: what it says is the reason. An {@link
   *     dev.aidp.failure.UnusableException} leaves the run interrupted
   */
  Verdict check(Path tree, Consumer<String> output) throws Exception;

  /**
   * What a tree is found to be.
   *
   * @param passed whether it is good
   * @param reason what the agent is told that must mend it; empty if it is good
   */
  record Verdict(boolean passed, String reason) {

    /** Returns that the tree is good. */
    public static Verdict green() {
      return new Verdict(true, "");
    }

    /** Returns that it is not, because of {@code reason}. */
    public static Verdict red(String reason) {
      return new Verdict(false, reason);
    }
  }
}
