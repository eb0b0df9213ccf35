package dev.aidp.workloop;

import dev.aidp.run.Names;
import org.jspecify.annotations.Nullable;

/**
 * A unit that is finished.
 *
 * @param commit its work
 * @param evidence what was kept of it, in the artifact store
 * @param left why its worktree could not be removed, or null
 */
public record FinishedUnit(String commit, String evidence, @Nullable String left) {

  /** Refuses a name that is none. */
  public FinishedUnit {
    Names.object(commit);
  }
}
