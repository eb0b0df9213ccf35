package dev.aidp.cli.init;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.agent.provider.Installed;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.analysis.ProjectFiles;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is in a checkout. Looks only: nothing is changed. */
final class Survey implements ProjectFiles {

  private final Path top;
  private final Git git;
  private final Map<String, String> environment;

  Survey(Layout layout, Map<String, String> environment) {
    this.top = layout.top();
    this.git = Git.in(layout.gitDir(), layout.top());
    this.environment = environment;
  }

  @Override
  public boolean has(String file) {
    return file.startsWith("*")
        ? hasLike(file.substring(1))
        : Files.isRegularFile(top.resolve(file));
  }

  private boolean hasLike(String end) {
    try (Stream<Path> files = Files.list(top)) {
      return files.anyMatch(file -> file.toString().endsWith(end) && Files.isRegularFile(file));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean says(String file, String text) {
    try {
      return has(file)
          && new String(Files.readAllBytes(top.resolve(file)), StandardCharsets.ISO_8859_1)
              .contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the ignored files and folders; of a folder that is ignored as a whole only itself. */
  List<String> ignored() {
    return git
        .run("ls-files", "-o", "-i", "--exclude-standard", "--directory", "-z")
        .fields()
        .stream()
        .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
        .filter(path -> !path.equals(".aidp"))
        .toList();
  }

  /** Returns the folders of submodules. */
  List<String> submodules() {
    return git.run("ls-files", "-s", "-z").fields().stream()
        .filter(line -> line.startsWith("160000 "))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .toList();
  }

  /** Returns whether a submodule has been filled here. */
  boolean filled(String submodule) {
    try (Stream<Path> files = Files.list(top.resolve(submodule))) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether this checkout holds a part of the tree only. */
  boolean sparse() {
    return git.run("config", "--worktree", "--type=bool", "core.sparseCheckout")
        .line()
        .equals("true");
  }

  /** Returns the names of the agents whose programs are installed. */
  List<String> agents() {
    return Providers.builtIn().all().stream()
        .filter(each -> Installed.look(each.probe(), environment).program() != null)
        .map(each -> each.name())
        .collect(ImmutableList.toImmutableList());
  }
}
