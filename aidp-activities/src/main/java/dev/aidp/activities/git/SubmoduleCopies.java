package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.layout.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The repositories of submodules that are here: the user's own, and those that Aidp has made of
 * what other hosts have sent, where the user has none.
 *
 * @param users the folder of the user's
 * @param made the folder of Aidp's
 */
public record SubmoduleCopies(Path users, Path made) {

  /** Where a copy keeps commits that its user has not asked for; their ids follow. */
  public static final String KEPT = "refs/aidp/_submodules/";

  private static final String NESTED = "modules";

  /**
   * A submodule of a tree.
   *
   * @param name what {@code .gitmodules} calls it
   * @param commit what it stands on
   */
  public record Link(String name, String commit) {}

  /** Returns those of a repository. */
  public static SubmoduleCopies of(Layout layout) {
    return new SubmoduleCopies(layout.gitDir().resolve(NESTED), layout.modules());
  }

  /** Returns where that of {@code name} is; if there is none, where Aidp makes one. */
  public Path of(String name) {
    Path own = users.resolve(name);
    return repository(own) ? own : made.resolve(name);
  }

  /** Returns those of the submodules of the submodule {@code name}. */
  public SubmoduleCopies inside(String name) {
    return new SubmoduleCopies(of(name).resolve(NESTED), made.resolve(name).resolve(NESTED));
  }

  /** Returns whether that of {@code name} is here and has {@code commit}. */
  public boolean has(String name, String commit) {
    return repository(of(name))
        && Git.in(of(name)).run("cat-file", "-e", commit + "^{commit}").ok();
  }

  /** Takes {@code commit} from a repository where {@code ref} leads to it. */
  public void take(Link link, Path from, String ref) {
    Path copy = of(link.name());
    if (!repository(copy)) {
      String format = Git.in(from).text("rev-parse", "--show-object-format");
      Git.at(from)
          .done(
              "init",
              "--quiet",
              "--bare",
              "--template=",
              "--object-format=" + format,
              copy.toString());
    }
    List<String> words =
        ImmutableList.<String>builder()
            .addAll(Git.FETCH)
            .add(from.toString(), "+" + ref + ":" + KEPT + link.commit())
            .build();
    GitResult answer =
        Git.in(copy).set("protocol.file.allow=always").run(words.toArray(String[]::new));
    if (!answer.ok() && !has(link.name(), link.commit())) { // nor has another process taken it
      throw Git.failed(answer, words.toArray(String[]::new));
    }
  }

  private static boolean repository(Path folder) {
    return Files.isDirectory(folder.resolve("objects"));
  }

  /** Returns the submodules of a commit or tree of {@code git}. */
  public static List<Link> links(Git git, String treeish) {
    ImmutableMap<String, String> names = SubmoduleNames.in(git, treeish).byPath();
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> words =
        ImmutableList.<String>builder()
            .add("ls-tree", "-z", treeish, "--")
            .addAll(names.keySet())
            .build();
    ImmutableList.Builder<Link> links = ImmutableList.builder();
    for (String line : git.fields(words.toArray(String[]::new))) {
      int tab = line.indexOf('\t');
      String[] entry = line.substring(0, tab).split(" ", -1);
      String name = names.get(line.substring(tab + 1));
      if (name != null && entry[1].equals("commit")) {
        links.add(new Link(name, entry[2]));
      }
    }
    return links.build();
  }
}
