package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Environment;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an agent, and the checks of its work, find in their environment. */
public final class AgentEnvironment {

  private AgentEnvironment() {}

  /**
   * Returns the variables.
   *
   * @param inherited what comes from the environment of Aidp
   * @param unit the unit that is worked on, or empty where there is none
   * @param artifacts the folder of inputs and outputs
   * @param git what keeps git inside the worktree
   */
  public static Map<String, String> of(
      Map<String, String> inherited,
      Work work,
      String unit,
      Role role,
      int iteration,
      Path artifacts,
      Map<String, String> git) {
    Map<String, String> free = new LinkedHashMap<>(inherited);
    Environment.cleanse(free);
    return ImmutableMap.<String, String>builder()
        .putAll(free)
        .putAll(git)
        .put("AIDP_RUN_ID", work.run())
        .put("AIDP_UNIT_ID", unit)
        .put("AIDP_ROLE", role.wireName())
        .put("AIDP_ITERATION", Integer.toString(iteration))
        .put("AIDP_ATTEMPT", Integer.toString(work.attempt()))
        .put("AIDP_ARTIFACTS", artifacts.toString())
        // Many programs read these: no colours, no questions, no pager, no self-update.
        .put("NO_COLOR", "1")
        .put("CI", "1")
        .put("TERM", "dumb")
        .put("PAGER", "cat")
        .buildKeepingLast();
  }

  /** Returns the unit that {@code work} is about, or empty for the planner and the merge. */
  public static String unit(Work work) {
    return work.unit().startsWith("_") ? "" : work.unit();
  }
}
