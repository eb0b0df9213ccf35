package dev.aidp.activities.hub;

import com.google.common.cache.Cache;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.LfsObjects;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.text.Excerpt;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The large files that git-lfs keeps beside a repository. Commits name them and do not hold them:
 * git-lfs takes those that are here to the hub's own store of them, and brings those that are not.
 */
final class HubLargeFiles {

  private static final Logger LOG = LoggerFactory.getLogger(HubLargeFiles.class);

  private static final String HUB = "repository.hub";
  private static final int BATCH = 100;
  private static final int SHOWN = 500;

  private final Git git;
  private final Path gitDir;
  private final Remote remote;
  private final Named named;
  private final Cache<String, Boolean> there = Fetching.known();
  private final Cache<String, Boolean> looked = Fetching.known();

  HubLargeFiles(Layout layout, Remote remote, Named named) {
    this.gitDir = layout.gitDir();
    this.git = Git.in(gitDir);
    this.remote = remote;
    this.named = named;
  }

  /** Demands that git-lfs is here if {@code tree} needs it. */
  void demand(String tree) {
    if (!using(List.of(tree)).isEmpty()) {
      var unused = installed();
    }
  }

  /** Takes there what {@code trees}, or commits, name and this host has. */
  void publish(Collection<String> trees) {
    List<String> using = using(trees);
    if (using.isEmpty() || !installed()) {
      return;
    }
    LfsObjects here = LfsObjects.of(gitDir);
    ImmutableSet.Builder<String> ids = ImmutableSet.builder();
    for (String tree : using) {
      ids(tree).stream()
          .filter(id -> there.getIfPresent(id) == null)
          .filter(here::has)
          .forEach(ids::add);
    }
    for (List<String> batch : Lists.partition(ids.build().asList(), BATCH)) {
      GitResult answer = lfs("push", "--object-id", remote.largeFiles(), batch);
      if (!answer.ok()) {
        throw refused(
            "The hub %s does not take large files (LFS): %s"
                .formatted(remote.shown(), Excerpt.end(answer.errors().strip(), SHOWN)),
            HUB,
            "Let its server have LFS; git lfs push must work from here.");
      }
      batch.forEach(id -> there.put(id, true));
    }
  }

  /** Brings what those of {@code words} that are here name, as far as the hub has it. */
  void bring(Set<String> words) {
    ImmutableList<String> asked =
        words.stream()
            .filter(each -> named.mayBeId(each) && looked.getIfPresent(each) == null)
            .collect(ImmutableList.toImmutableList());
    List<String> using = using(asked);
    if (!using.isEmpty() && installed()) {
      LfsObjects here = LfsObjects.of(gitDir);
      using.stream().filter(tree -> !ids(tree).stream().allMatch(here::has)).forEach(this::fetch);
    }
    asked.forEach(each -> looked.put(each, true));
  }

  /** Likewise what a result names; a repository without git-lfs gets the result alone. */
  void home(Set<String> commits) {
    try {
      bring(commits);
    } catch (UnusableException | UsageException e) {
      LOG.warn("Large files (LFS) stay on the hub {}: {}", remote.shown(), e.getMessage());
    }
  }

  /** It knows commits only. What is not there may be where the repository's own settings lead. */
  private void fetch(String tree) {
    String commit =
        git.set("user.name=aidp")
            .set("user.email=aidp@localhost")
            .text("commit-tree", "-m", "for git lfs", tree + "^{tree}");
    GitResult answer = lfs("fetch", remote.largeFiles(), commit, List.of());
    if (!answer.ok()) {
      LOG.warn(
          "Not all large files (LFS) of {} are on the hub {}: {}",
          tree,
          remote.shown(),
          Excerpt.end(answer.errors().strip(), SHOWN));
    }
  }

  private GitResult lfs(String verb, String one, String two, List<String> more) {
    List<String> words =
        ImmutableList.<String>builder().add("lfs", verb, one, two).addAll(more).build();
    return git.run(words.toArray(String[]::new));
  }

  private List<String> ids(String tree) {
    return git.text("lfs", "ls-files", "--long", tree)
        .lines()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  /** Returns those whose attributes, in whatever folder, speak of large files. */
  private List<String> using(Collection<String> trees) {
    ImmutableList.Builder<String> using = ImmutableList.builder();
    for (List<String> batch : Lists.partition(here(trees), BATCH)) {
      List<String> words =
          ImmutableList.<String>builder()
              .add("grep", "-l", "-z", "-F", "--no-color", "-e", "filter=lfs")
              .addAll(batch)
              .add("--", ":(top,glob)**/.gitattributes")
              .build();
      GitResult answer = git.patterns().run(words.toArray(String[]::new));
      if (answer.exit() > 1) {
        throw Git.failed(answer, words.toArray(String[]::new));
      }
      answer.fields().stream()
          .map(found -> found.substring(0, found.indexOf(':')))
          .distinct()
          .forEach(using::add);
    }
    return using.build();
  }

  private List<String> here(Collection<String> trees) {
    return named.found(ImmutableSet.copyOf(trees)).entrySet().stream()
        .filter(each -> !each.getValue().type().equals("blob"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns whether git-lfs is what the attribute means here; it may be another program. */
  private boolean installed() {
    String filter = git.run("config", "--get-regexp", "^filter\\.lfs\\.(clean|process)$").line();
    if (!filter.isEmpty() && !filter.contains("git-lfs")) {
      return false;
    }
    if (filter.isEmpty() || !git.run("lfs", "version").ok()) {
      throw refused(
          "The repository has large files (LFS), which go by the hub, and git-lfs is not set up here.",
          HUB,
          "Install git-lfs on every host that works on it, and run git lfs install there.");
    }
    return true;
  }

  /** Before the first step it is the user's to know; a run that is under way can go on later. */
  static AidpException refused(String message, String where, String remedy) {
    try {
      var unused = StepInfo.current();
      return new UnusableException(message, remedy);
    } catch (IllegalStateException outsideOfAStep) {
      return new UsageException(message, where, remedy);
    }
  }
}
