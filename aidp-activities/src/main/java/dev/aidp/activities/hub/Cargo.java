package dev.aidp.activities.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a hub shall have and may not have yet. */
final class Cargo {

  private final Set<String> commits = new TreeSet<>();
  private final Map<String, String> objects = new TreeMap<>();
  private final Set<String> artifacts = new TreeSet<>();
  private final Set<String> left = new TreeSet<>();
  private final Map<String, String> logs = new TreeMap<>();
  private final Map<String, String> evidence = new TreeMap<>();
  private final Map<String, String> kept = new TreeMap<>();

  void commit(String id) {
    commits.add(id);
  }

  /** Adds a tree or a blob. */
  void object(String id, String type) {
    objects.put(id, type);
  }

  void artifact(String ref) {
    artifacts.add(ref);
  }

  /** Adds evidence: what its ref there points to. */
  void evidence(String ref, String id) {
    evidence.put(ref, id);
  }

  /** Adds a part of a log, which alone is no reason to go. */
  void log(String path, String text) {
    logs.put(path, text);
  }

  Map<String, String> logs() {
    return logs;
  }

  Map<String, String> evidence() {
    return evidence;
  }

  /** Adds what the step that is called so has kept. */
  void keep(String name, String part) {
    kept.put(name, part);
  }

  Map<String, String> kept() {
    return kept;
  }

  Set<String> commits() {
    return commits;
  }

  /** Returns what has trees: commits, and trees that no commit has. */
  Set<String> trees() {
    Set<String> trees = new TreeSet<>(commits);
    objects.forEach(
        (id, type) -> {
          if (type.equals("tree")) {
            trees.add(id);
          }
        });
    return trees;
  }

  Map<String, String> objects() {
    return objects;
  }

  Set<String> artifacts() {
    return artifacts;
  }

  /** Leaves out the artifacts, which are where all hosts find them. */
  void leaveArtifacts() {
    left.addAll(artifacts);
    artifacts.clear();
  }

  /** Returns whether nothing of it is worth going. */
  boolean empty() {
    return commits.isEmpty()
        && objects.isEmpty()
        && artifacts.isEmpty()
        && evidence.isEmpty()
        && kept.isEmpty();
  }

  /** Returns all that has a name of its own. */
  List<String> all() {
    List<String> all = new ArrayList<>(commits);
    all.addAll(objects.keySet());
    all.addAll(artifacts);
    all.addAll(left);
    return all;
  }
}
