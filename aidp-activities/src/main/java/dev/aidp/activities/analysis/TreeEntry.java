package dev.aidp.activities.analysis;

/**
 * One entry of a tree.
 *
 * @param mode as git writes it
 * @param object its name
 * @param size in bytes; 0 for what is no file
 * @param path from the top
 */
record TreeEntry(String mode, String object, long size, String path) {

  /** Returns what a line of {@code git ls-tree -l} says. */
  static TreeEntry of(String line) {
    int tab = line.indexOf('\t');
    String[] words = line.substring(0, tab).trim().split(" +");
    long size = words[3].equals("-") ? 0 : Long.parseLong(words[3]);
    return new TreeEntry(words[0], words[2], size, line.substring(tab + 1));
  }

  boolean submodule() {
    return mode.equals("160000");
  }

  boolean file() {
    return mode.startsWith("100");
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
