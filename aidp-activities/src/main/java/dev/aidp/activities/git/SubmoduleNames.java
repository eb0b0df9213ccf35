package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a {@code .gitmodules} file names.
 *
 * @param byPath the name of each submodule by its path, where both can be trusted to lead nowhere
 *     else
 */
record SubmoduleNames(ImmutableMap<String, String> byPath) {

  private static final Pattern SAFE =
      Pattern.compile("(?!\\.{1,2}(/|$))(?!.*/\\.{1,2}(/|$))[^/].*");
  private static final String PREFIX = "submodule.";
  private static final String SUFFIX = ".path";

  static SubmoduleNames read(Git git, Path worktree) {
    if (!Files.isRegularFile(worktree.resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS)) {
      return new SubmoduleNames(ImmutableMap.of());
    }
    return of(git, "-f", ".gitmodules");
  }

  /** Returns what the {@code .gitmodules} file of a commit or tree names. */
  static SubmoduleNames in(Git git, String treeish) {
    return of(git, "--blob", treeish + ":.gitmodules");
  }

  private static SubmoduleNames of(Git git, String kind, String file) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String field :
        git.run("config", "-z", kind, file, "--get-regexp", "^submodule\\..*\\.path$").fields()) {
      int end = field.indexOf('\n');
      if (end > 0) {
        String name = field.substring(PREFIX.length(), end - SUFFIX.length());
        String path = field.substring(end + 1);
        if (SAFE.matcher(name).matches() && SAFE.matcher(path).matches()) {
          names.put(path, name);
        }
      }
    }
    return new SubmoduleNames(ImmutableMap.copyOf(names));
  }
}
