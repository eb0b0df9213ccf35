package dev.aidp.activities.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of refs on a hub. All of a run lie in one folder; a run and a child of it, or a name
 * and a longer one, never need the same name for a file and a folder.
 */
final class HubRefs {

  /** No run can have that name, so no run's end removes it from a repository that is somebody's. */
  static final String ALL = "refs/aidp/_hub/";

  /** No child of a run has a name with that sign, as its names are encoded. */
  private static final String BRANCHES = "@branches/";

  /** A run that was retried goes on under a name of its own, with what it had. */
  private static final Pattern GENERATION = Pattern.compile("(.+)\\.g[0-9]+");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]");

  private HubRefs() {}

  /** Returns the folder of all that is of the run, of its children, and of its generations. */
  static String folder(String run) {
    String top = top(run);
    Matcher generation = GENERATION.matcher(top);
    return ALL + encoded(generation.matches() ? generation.group(1) : top) + "/";
  }

  /** Returns the id of the run that is nobody's child. */
  static String top(String run) {
    int slash = run.indexOf('/');
    return slash < 0 ? run : run.substring(0, slash);
  }

  /** Returns the folder of what is of this run alone. */
  static String own(String run) {
    int slash = run.indexOf('/');
    return folder(run) + (slash < 0 ? "@run" : encoded(run.substring(slash + 1))) + "/";
  }

  /** Returns the ref of what those steps of this run have named that belong together. */
  static String carrier(String run, int group) {
    return own(run) + (group == 0 ? "steps" : "place-" + group);
  }

  /** Returns the folder of the branches of a run. */
  static String branches(String run) {
    return folder(run) + BRANCHES;
  }

  /** Returns whether {@code ref} is one of the branches of some run. */
  static boolean isBranch(String ref) {
    return ref.substring(ref.indexOf('/', ALL.length()) + 1).startsWith(BRANCHES);
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    name.codePoints()
        .forEach(
            each -> {
              String letter = Character.toString(each);
              encoded.append(
                  PLAIN.matcher(letter).matches() ? letter : "%" + Integer.toHexString(each) + "%");
            });
    return encoded.toString();
  }
}
