package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files at the top of a tree; those that say what tests it are read when it is made. */
final class TreeProject implements ProjectFiles {

  private final ImmutableMap<String, String> texts;
  private final List<String> names;

  TreeProject(Git git, List<TreeEntry> tree) {
    List<TreeEntry> top =
        tree.stream().filter(each -> each.file() && each.folder().isEmpty()).toList();
    this.names = top.stream().map(TreeEntry::path).toList();
    Map<String, String> read = new LinkedHashMap<>();
    top.stream()
        .filter(each -> FoundChecks.read().contains(each.path()))
        .filter(each -> each.size() <= Contents.LARGEST)
        .forEach(each -> read.put(each.path(), git.run("cat-file", "blob", each.object()).text()));
    this.texts = ImmutableMap.copyOf(read);
  }

  @Override
  public boolean has(String file) {
    return file.startsWith("*")
        ? names.stream().anyMatch(name -> name.endsWith(file.substring(1)))
        : names.contains(file);
  }

  @Override
  public boolean says(String file, String text) {
    return texts.getOrDefault(file, "").contains(text);
  }
}
