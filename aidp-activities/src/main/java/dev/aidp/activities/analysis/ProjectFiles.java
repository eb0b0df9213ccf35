package dev.aidp.activities.analysis;

/** The files at the top of a project, in a checkout or in a tree. */
public interface ProjectFiles {

  /** Returns whether there is such a file; {@code *} and an ending stand for any that ends so. */
  boolean has(String file);

  /** Returns whether a file has {@code text} in it; false if it is not there. */
  boolean says(String file, String text);
}
