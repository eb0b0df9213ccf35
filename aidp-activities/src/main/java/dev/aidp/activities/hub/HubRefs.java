package dev.aidp.activities.hub;

import java.util.regex.Pattern;

/**
 * The names of refs on a hub. All of a run lie in one folder; a run and a child of it, or a name
 * and a longer one, never need the same name for a file and a folder.
 */
final class HubRefs {

  /** No run can have that name, so no run's end removes it from a repository that is somebody's. */
  static final String ALL = "refs/aidp/_hub/";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]");

  private HubRefs() {}

  /** Returns the folder of all that is of the run, and of its children. */
  static String folder(String run) {
    int slash = run.indexOf('/');
    return ALL + encoded(slash < 0 ? run : run.substring(0, slash)) + "/";
  }

  /** Returns the folder of what is of this run alone. */
  static String own(String run) {
    int slash = run.indexOf('/');
    return folder(run) + (slash < 0 ? "@run" : encoded(run.substring(slash + 1))) + "/";
  }

  /** Returns the ref of what the steps of this run have named. */
  static String carrier(String run) {
    return own(run) + "steps";
  }

  /** Returns the folder of the branches of a run. */
  static String branches(String run) {
    return folder(run) + "@branches/";
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
