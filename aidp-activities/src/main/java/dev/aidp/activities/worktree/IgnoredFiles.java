package dev.aidp.activities.worktree;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.plan.Glob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * The ignored files of the main checkout that some patterns name; a folder stands for all in it.
 */
final class IgnoredFiles {

  private static final String OWN = ".aidp";

  private final Path top;
  private final ImmutableList<String> patterns;
  private final ImmutableList<Glob> globs;
  private final TreeSet<String> found = new TreeSet<>();

  private IgnoredFiles(Path top, List<String> patterns) {
    this.top = top;
    this.patterns = ImmutableList.copyOf(patterns);
    this.globs = patterns.stream().map(Glob::of).collect(ImmutableList.toImmutableList());
  }

  /** Returns their paths from the top. */
  static ImmutableSortedSet<String> of(Layout layout, List<String> patterns) throws IOException {
    IgnoredFiles files = new IgnoredFiles(layout.top(), patterns);
    if (!patterns.isEmpty()) {
      Git git = Git.in(layout.gitDir(), layout.top());
      String[] list = {"ls-files", "-o", "-i", "--exclude-standard", "--directory", "-z"};
      for (String path : git.fields(list)) {
        files.look(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
      }
    }
    return ImmutableSortedSet.copyOf(files.found);
  }

  private void look(String path) throws IOException {
    if (path.equals(OWN)) {
      return;
    }
    if (globs.stream().anyMatch(glob -> glob.matches(path))) {
      found.add(path);
    } else if (patterns.stream().anyMatch(pattern -> reaches(pattern, path))
        && Files.isDirectory(top.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(top.resolve(path))) {
        for (Path child : children) {
          look(path + "/" + child.getFileName());
        }
      }
    }
  }

  /**
   * Returns whether {@code pattern} names something in an ignored folder. One that begins with
   * {@code **} does not: it would be looked for in each of a hundred thousand installed files.
   */
  private static boolean reaches(String pattern, String folder) {
    List<String> wanted = Splitter.on('/').splitToList(pattern);
    List<String> names = Splitter.on('/').splitToList(folder);
    for (int i = 0; i < names.size(); i++) {
      if (i > 0 && i < wanted.size() && wanted.get(i).equals("**")) {
        return true;
      }
      if (i >= wanted.size() - 1
          || wanted.get(i).equals("**")
          || !Glob.of(wanted.get(i)).matches(names.get(i))) {
        return false;
      }
    }
    return true;
  }
}
