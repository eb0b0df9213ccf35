package dev.aidp.activities.git;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The refs of a repository as they lie in its files, for what is asked for each unit: to start a
 * git takes longer than to look. It knows only what is plain; of all else it says that git must be
 * asked.
 *
 * @param gitDir the git folder that all worktrees share
 */
record RefFiles(Path gitDir) {

  private static final ImmutableList<String> SHARED =
      ImmutableList.of("heads", "tags", "remotes", "notes", "replace");

  private static final String SYMBOLIC = "ref: ";
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** The rest of the names that git allows depends on how this process decodes those of files. */
  private static final CharMatcher PLAIN = CharMatcher.inRange('!', '~');

  /**
   * Returns whether it is certain that no worktree, the main one included, stands on {@code ref}.
   */
  boolean nobodyStandsOn(String ref) {
    List<Path> heads = new ArrayList<>(List.of(gitDir.resolve("HEAD")));
    Path linked = gitDir.resolve("worktrees");
    try {
      if (Files.exists(linked)) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(linked)) {
          all.forEach(each -> heads.add(each.resolve("HEAD")));
        }
      }
      for (Path head : heads) {
        if (!elsewhere(read(head), ref)) {
          return false;
        }
      }
      return inFiles();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean elsewhere(String head, String ref) throws IOException {
    if (OBJECT.matcher(head).matches()) {
      return true;
    }
    if (!head.startsWith(SYMBOLIC + Branches.HEADS) || head.equals(SYMBOLIC + ref)) {
      return false;
    }
    try {
      return OBJECT.matcher(read(gitDir.resolve(head.substring(SYMBOLIC.length())))).matches();
    } catch (NoSuchFileException e) {
      return true; // packed, and so no other name of another one; or not made yet
    }
  }

  /** Newer repositories may keep their refs in a table. */
  private boolean inFiles() {
    return !Files.exists(gitDir.resolve("reftable"));
  }

  /**
   * Returns the objects of all branches, tags, remotes, notes and replacements by their names, in
   * git's order, but for those below {@code hidden}; nothing where git must be asked.
   */
  Optional<Map<String, String>> all(String hidden) {
    Map<String, String> loose = new LinkedHashMap<>();
    Map<String, String> all = new TreeMap<>();
    try {
      // Loose ones first: meanwhile one may only be packed.
      for (String folder : SHARED) {
        collect("refs/" + folder, hidden, loose);
      }
      if (!inFiles() || !packed(hidden, all)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    all.putAll(loose);
    return resolved(all) && all.keySet().stream().allMatch(PLAIN::matchesAllOf)
        ? Optional.of(all)
        : Optional.empty();
  }

  private void collect(String name, String hidden, Map<String, String> found) throws IOException {
    Path path = gitDir.resolve(name);
    if (name.equals(hidden) || name.endsWith(".lock")) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
        for (Path each : all) {
          collect(name + "/" + each.getFileName(), hidden, found);
        }
      }
    } else if (Files.exists(path)) {
      found.put(name, read(path));
    }
  }

  private boolean packed(String hidden, Map<String, String> all) throws IOException {
    Path file = gitDir.resolve("packed-refs");
    if (!Files.exists(file)) {
      return true;
    }
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      int end = line.indexOf(' ');
      String object = line.substring(0, Math.max(end, 0));
      String name = line.substring(end + 1);
      if (OBJECT.matcher(object).matches() && shared(name) && !name.startsWith(hidden + "/")) {
        all.put(name, object);
      } else if (!OBJECT.matcher(object).matches()
          && !line.isEmpty()
          && "#^".indexOf(line.charAt(0)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean shared(String name) {
    return SHARED.stream().anyMatch(each -> name.startsWith("refs/" + each + "/"));
  }

  /** Puts what symbolic refs lead to in their place; returns whether all is clear then. */
  private static boolean resolved(Map<String, String> all) {
    all.replaceAll(
        (name, value) ->
            value.startsWith(SYMBOLIC)
                ? all.getOrDefault(value.substring(SYMBOLIC.length()), "")
                : value);
    return all.values().stream().allMatch(value -> OBJECT.matcher(value).matches());
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
  }
}
