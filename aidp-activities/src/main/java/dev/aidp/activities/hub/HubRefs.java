package dev.aidp.activities.hub;

import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.evidence.Evidence.Kind;
import java.util.Optional;
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

  private static final String EVIDENCE = "@evidence/";

  private static final String SUBMODULES = "@submodules/";

  /** A run that was retried goes on under a name of its own, with what it had. */
  private static final Pattern GENERATION = Pattern.compile("(.+)\\.g[0-9]+");

  private static final int RADIX = 16;

  private static final Pattern CODED = Pattern.compile("%([0-9a-f]{1,5})%");

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
    return inFolder(ref).startsWith(BRANCHES);
  }

  /** Returns the name of the branch that {@code ref} is. */
  static String branchOf(String ref) {
    return inFolder(ref).substring(BRANCHES.length());
  }

  /** Returns the ref of the evidence of a commit that the run has named. */
  static String evidence(String run, Kind kind, String commit) {
    return folder(run) + EVIDENCE + kind.wireName() + "/" + commit;
  }

  /** Returns whether {@code ref} is evidence of a commit. */
  static boolean isEvidence(String ref) {
    String name = inFolder(ref);
    return name.startsWith(EVIDENCE) && name.indexOf('/', EVIDENCE.length()) > 0;
  }

  /** Returns where a repository has the evidence that {@code ref} is. */
  static String evidenceHere(String ref) {
    return EvidenceRefs.FOLDER + inFolder(ref).substring(EVIDENCE.length());
  }

  /** Returns the ref of what evidence names, for when all else of its run is gone. */
  static String kept(String folder) {
    return folder + EVIDENCE + "artifacts";
  }

  /** Returns the folder of the commits of submodules that the run has named. */
  static String submodules(String run) {
    return folder(run) + SUBMODULES;
  }

  /** Returns the ref of a commit of a submodule. */
  static String submodule(String run, String commit) {
    return submodules(run) + commit;
  }

  /** Returns whether {@code ref} is a commit of a submodule. */
  static boolean isSubmodule(String ref) {
    return inFolder(ref).startsWith(SUBMODULES);
  }

  /** Returns the commit that a branch points to or that evidence is of. */
  static Optional<String> commitOf(String ref, String target) {
    if (isBranch(ref)) {
      return Optional.of(target);
    }
    return isEvidence(ref)
        ? Optional.of(ref.substring(ref.lastIndexOf('/') + 1))
        : Optional.empty();
  }

  /** Returns the folder of the run that {@code ref} belongs to. */
  static String folderOf(String ref) {
    return ref.substring(0, ref.indexOf('/', ALL.length()) + 1);
  }

  /** Returns the id of the run, without its generation, that {@link #folder} is of. */
  static String run(String folder) {
    return CODED
        .matcher(folder.substring(ALL.length(), folder.length() - 1))
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(code.group(1), RADIX))));
  }

  /** Returns what brings all below {@code folder}, under the same names. */
  static String mirrored(String folder) {
    return "+" + folder + "*:" + folder + "*";
  }

  private static String inFolder(String ref) {
    return ref.substring(ref.indexOf('/', ALL.length()) + 1);
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
