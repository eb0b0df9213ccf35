package dev.aidp.activities.worktree;

import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.util.Map;
import java.util.function.Function;

/**
 * A working copy that somebody is about to work in.
 *
 * @param work whose it is
 * @param state what it holds
 * @param environment the variables of a command that is run in it, by its text
 */
public record WorkingCopy(
    Work work, TreeState state, Function<String, Map<String, String>> environment) {}
