package dev.aidp.activities.git;

import java.util.ArrayList;
import java.util.List;

/**
 * What one path was and what it became. Texts hold bytes as they are, a character each: git's paths
 * need not be UTF-8.
 *
 * @param path from the top
 * @param oldMode its git mode before; all zeroes if it was not there
 * @param oldId its object before
 * @param newMode its git mode after; all zeroes if it is not there
 * @param newId its object after
 */
public record PathChange(String path, String oldMode, String oldId, String newMode, String newId) {

  private static final String NONE = "000000";

  /** Returns whether there was nothing at the path. */
  public boolean added() {
    return oldMode.equals(NONE);
  }

  /** Returns whether nothing is left at the path. */
  public boolean deleted() {
    return newMode.equals(NONE);
  }

  /** Returns whether it is a file afterwards, not a link and no repository. */
  public boolean fileAfter() {
    return newMode.startsWith("100");
  }

  /** Returns whether it was a file before. */
  public boolean fileBefore() {
    return oldMode.startsWith("100");
  }

  /** Returns in a few words what was done to it. */
  public String kind() {
    if (deleted()) {
      return "removed";
    }
    if (newMode.startsWith("12") && !oldMode.startsWith("12")) {
      return "now a link";
    }
    if (newMode.startsWith("16")) {
      return added() ? "a new submodule" : "another commit of the submodule";
    }
    return added() ? "new" : oldId.equals(newId) ? "its mode" : "changed";
  }

  /** Returns its path as text. */
  public String text() {
    return NewCommit.text(path);
  }

  String before() {
    return oldMode + " " + oldId;
  }

  String after() {
    return newMode + " " + newId;
  }

  /** Returns whether {@code path} is one where git looks for attributes. */
  static boolean ofAttributes(String path) {
    return path.equals(".gitattributes") || path.endsWith("/.gitattributes");
  }

  /**
   * Reads what {@code git diff-tree --stdin --always --raw -z} says: for each pair a header, then
   * {@code :OLDMODE NEWMODE OLDID NEWID KIND} and a path for each change.
   */
  static List<List<PathChange>> parse(String said) {
    List<List<PathChange>> pairs = new ArrayList<>();
    String[] fields = said.split("\0", -1);
    for (int i = 0; i + 1 < fields.length; i++) {
      if (fields[i].startsWith(":")) {
        String[] words = fields[i].substring(1).split(" ", -1);
        PathChange change = new PathChange(fields[++i], words[0], words[2], words[1], words[3]);
        pairs.get(pairs.size() - 1).add(change);
      } else {
        pairs.add(new ArrayList<>());
      }
    }
    return pairs;
  }
}
