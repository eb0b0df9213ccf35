package dev.aidp.cli.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.view.RunView;
import dev.aidp.text.Slug;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that are workstreams: loops whose ids are {@code workstream-SLUG-RUN}, where the slug is
 * made of the task.
 */
record Workstreams(Session session) {

  private static final String PREFIX = "workstream-";

  /** The longest part of an id that says which run of a task it is. */
  static final int LONGEST_RUN = 64 - PREFIX.length() - Slug.LONGEST - 1;

  /** Returns all of them, the newest first. */
  ImmutableList<RunView> all() {
    return session.aidp().views(RunFilter.all().kind("loop")).stream()
        .filter(run -> run.id().startsWith(PREFIX))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the one that {@code name} means: its id, or the slug or the text of its task. */
  RunHandle named(String name) {
    String slug = Slug.of(name);
    return all().stream()
        .filter(run -> run.id().equals(name) || of(slug, run.id()))
        .findFirst()
        .map(run -> session.aidp().run(run.id()))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "There is no workstream '%s'. See which there are: aidp ws list"
                        .formatted(name)));
  }

  private static boolean of(String slug, String id) {
    String stem = PREFIX + slug + "-";
    return id.startsWith(stem) && !id.substring(stem.length()).contains("-");
  }

  /** Returns the ids of the tasks' workstreams in one run of them. */
  static ImmutableList<String> ids(List<String> tasks, String run) {
    return tasks.stream()
        .map(task -> PREFIX + Slug.of(task) + "-" + run)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns which run of these tasks begins now, or goes on: the first of which not all workstreams
   * have ended.
   */
  String next(List<String> tasks) {
    Map<String, RunView> known = new HashMap<>();
    all().forEach(run -> known.put(run.id(), run));
    for (int n = 1; ; n++) {
      List<String> ids = ids(tasks, "" + n);
      if (!ids.stream().allMatch(id -> known.containsKey(id) && known.get(id).ended())) {
        return "" + n;
      }
    }
  }

  /** Refuses tasks of which two would have one name. */
  static void demandDifferent(List<String> tasks) {
    Map<String, String> seen = new HashMap<>();
    for (String task : tasks) {
      String other = seen.put(Slug.of(task), task);
      if (other != null) {
        throw new UsageException(
            "Two tasks have one name, %s: '%s' and '%s'".formatted(Slug.of(task), other, task),
            null,
            "Begin them with different words.");
      }
    }
  }
}
