package dev.aidp.activities.git.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.regex.Pattern;

/** The environment variables by which git is told where it is and what it must not do. */
public final class Environment {

  /**
   * What belongs to another git process, one that has called Aidp from a hook or an alias: its
   * repository, index, objects and dates, what it does at the moment, and how it reads paths.
   */
  private static final Pattern ANOTHERS =
      Pattern.compile(
          "GIT_(?:DIR|WORK_TREE|COMMON_DIR|IMPLICIT_WORK_TREE|PREFIX|NAMESPACE|CONFIG|ATTR_SOURCE"
              + "|INDEX_FILE|SHALLOW_FILE|GRAFT_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE"
              + "|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH"
              + "|AUTHOR_DATE|COMMITTER_DATE|REFLOG_ACTION|CHERRY_PICK_HELP|INTERNAL_.*"
              + "|DIFF_PATH_.*|PUSH_OPTION_.*|PUSH_CERT.*"
              + "|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS)");

  /** While git commits, it tells its hooks by these who has written that commit. */
  private static final ImmutableSet<String> AUTHOR =
      ImmutableSet.of("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL");

  /** What keeps git from waiting for a person. */
  public static final ImmutableMap<String, String> UNATTENDED =
      ImmutableMap.of(
          "GIT_TERMINAL_PROMPT",
          "0",
          "GIT_EDITOR",
          "true",
          "GIT_SEQUENCE_EDITOR",
          "true",
          "GIT_PAGER",
          "cat");

  private Environment() {}

  /**
   * Removes what would point git to another repository, index or date, as a hook's environment
   * does. Settings, also those given by {@code GIT_CONFIG_COUNT} and {@code git -c}, transports and
   * what filters read stay.
   */
  public static void cleanse(Map<String, String> environment) {
    boolean inCommit = environment.containsKey("GIT_INDEX_FILE");
    environment
        .keySet()
        .removeIf(name -> ANOTHERS.matcher(name).matches() || inCommit && AUTHOR.contains(name));
  }
}
