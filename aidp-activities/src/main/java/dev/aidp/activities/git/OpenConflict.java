package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.git.Conflict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A conflict as a resolver finds it: its entries are unmerged in the index of the working copy. It
 * is decided by an act, not by leaving things as they are: a path was written, removed, or staged.
 * What one turn has decided stays so in the next.
 *
 * @param git for the working copy's files, with Aidp's own index
 * @param state what Aidp keeps of the working copy
 */
record OpenConflict(Git git, Path worktree, Path state) {

  private static final String GAP = "";

  /** Stores what {@link #lay} needs to know of a merge, and returns the blob. */
  static String store(Git git, Trial trial) {
    List<String> fields = new ArrayList<>(trial.stages());
    fields.add(GAP);
    for (List<String> group : trial.groups()) {
      fields.add(Integer.toString(group.size()));
      fields.addAll(group);
    }
    String text = String.join("\0", fields) + "\0";
    return new Objects(git).write("blob", text.getBytes(StandardCharsets.UTF_8));
  }

  /** What {@link #store} has stored. */
  private record Entries(List<String> stages, List<List<String>> groups) {

    static Entries read(Git git, String blob) {
      List<String> fields = git.fields("cat-file", "blob", blob);
      int gap = fields.indexOf(GAP);
      List<List<String>> groups = new ArrayList<>();
      for (int i = gap + 1; i < fields.size(); ) {
        int end = i + 1 + Integer.parseInt(fields.get(i));
        groups.add(ImmutableList.copyOf(fields.subList(i + 1, end)));
        i = end;
      }
      return new Entries(ImmutableList.copyOf(fields.subList(0, gap)), groups);
    }
  }

  /** Makes the paths that are not decided yet unmerged in the agent's index. */
  void lay(Conflict conflict) {
    if (conflict.entries() == null) {
      return;
    }
    Entries entries = Entries.read(git, conflict.entries());
    Set<String> decided = new LinkedHashSet<>(decided(conflict.key()));
    Map<String, String> prints = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (List<String> group : entries.groups()) {
      if (!decided.containsAll(group)) {
        group.forEach(path -> prints.put(path, print(path)));
      }
    }
    String none = "0".repeat(conflict.marked().length());
    prints.keySet().forEach(path -> lines.add("0 " + none + "\t" + path));
    entries.stages().stream()
        .filter(stage -> prints.containsKey(stage.substring(stage.indexOf('\t') + 1)))
        .forEach(lines::add);
    if (!lines.isEmpty()) {
      agents()
          .reading(String.join("\0", lines) + "\0")
          .done("update-index", "--replace", "-z", "--index-info");
    }
    List<String> kept = new ArrayList<>(List.of(conflict.key(), conflict.entries()));
    prints.forEach((path, print) -> kept.addAll(List.of(path, print)));
    write(file(), kept);
  }

  /** Returns what is still open, as faults, and keeps what is decided. */
  List<String> undecided(List<RawChange> changes) {
    List<String> laid = read(file());
    if (laid.isEmpty()) {
      return ImmutableList.of();
    }
    Map<String, String> prints = new LinkedHashMap<>();
    for (int i = 2; i + 1 < laid.size(); i += 2) {
      prints.put(laid.get(i), laid.get(i + 1));
    }
    Set<String> touched = new LinkedHashSet<>(changed(changes));
    Set<String> unmerged = unmerged(prints.keySet());
    prints.forEach(
        (path, print) -> {
          if (!unmerged.contains(path) || !print.equals(print(path))) {
            touched.add(path);
          }
        });
    Set<String> decided = new LinkedHashSet<>(decided(laid.get(0)));
    List<String> faults = new ArrayList<>();
    for (List<String> group : Entries.read(git, laid.get(1)).groups()) {
      if (decided.containsAll(group) || group.stream().anyMatch(touched::contains)) {
        decided.addAll(group);
      } else {
        faults.add(fault(group));
      }
    }
    List<String> kept = new ArrayList<>(List.of(laid.get(0)));
    kept.addAll(decided);
    write(decisions(), kept);
    return faults;
  }

  private static String fault(List<String> group) {
    return "The conflict in `%s` is not decided: nothing was done to it. Keep it as it is with `git add`, write it anew, or remove it with `git rm`."
        .formatted(String.join("`, `", group));
  }

  /** Forgets a conflict that was laid; what was decided stays known. */
  void close() {
    Removal.of(file());
  }

  /** Forgets all of it. */
  void forget() {
    close();
    Removal.of(decisions());
  }

  private static List<String> changed(List<RawChange> changes) {
    return changes.stream().map(RawChange::path).toList();
  }

  /** Returns which of {@code laid} the agent's index still holds as unmerged. */
  private Set<String> unmerged(Set<String> laid) {
    var answer = agents().run("ls-files", "-u", "-z");
    return answer.ok()
        ? answer.fields().stream()
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .collect(ImmutableSet.toImmutableSet())
        : laid;
  }

  private Git agents() {
    return git.with("GIT_INDEX_FILE", worktree.resolve(".git").resolve("index").toString());
  }

  private List<String> decided(String key) {
    List<String> kept = read(decisions());
    return !kept.isEmpty() && kept.get(0).equals(key)
        ? kept.subList(1, kept.size())
        : ImmutableList.of();
  }

  /** Returns what changes when a file is written anew, even with the same content. */
  private String print(String path) {
    Path file = worktree.resolve(path);
    try {
      return Files.readAttributes(file, "unix:ino,ctime,size,mode", LinkOption.NOFOLLOW_LINKS)
          .entrySet()
          .stream()
          .map(Object::toString)
          .sorted()
          .reduce("", (all, each) -> all + " " + each);
    } catch (IOException | UnsupportedOperationException e) {
      return "none";
    }
  }

  private static void write(Path file, List<String> fields) {
    try {
      PrivateFiles.folderOf(file);
      PrivateFiles.replace(file, String.join("\0", fields));
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }

  private static List<String> read(Path file) {
    try {
      return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1));
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be read", e);
    }
  }

  private Path file() {
    return state.resolve("conflict");
  }

  private Path decisions() {
    return state.resolve("decided");
  }
}
