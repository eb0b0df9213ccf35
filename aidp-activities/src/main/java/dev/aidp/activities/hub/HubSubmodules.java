package dev.aidp.activities.hub;

import com.google.common.cache.Cache;
import com.google.common.collect.Sets;
import dev.aidp.activities.git.SubmoduleCopies;
import dev.aidp.activities.git.SubmoduleCopies.Link;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Remote.Move;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commits of submodules, which travel beside those that name them: a host whose clone has them
 * brings them, and a host without them has them then. What nobody has filled is empty everywhere.
 */
final class HubSubmodules {

  private static final String FILE = ":.gitmodules";

  private final Path gitDir;
  private final Git git;
  private final Remote remote;
  private final Named named;
  private final SubmoduleCopies copies;
  private final Cache<String, Boolean> there = Fetching.known();
  private final Cache<String, Boolean> looked = Fetching.known();

  HubSubmodules(Layout layout, Remote remote, Named named) {
    this.gitDir = layout.gitDir();
    this.git = Git.in(gitDir);
    this.remote = remote;
    this.named = named;
    this.copies = SubmoduleCopies.of(layout);
  }

  /** Takes there what of the submodules of {@code trees}, or of commits, is here. */
  void publish(String run, Collection<String> trees) {
    withSubmodules(trees).forEach(tree -> publish(run, git, tree, copies));
  }

  private void publish(String run, Git from, String tree, SubmoduleCopies all) {
    for (Link link : SubmoduleCopies.links(from, tree)) {
      String ref = HubRefs.submodule(run, link.commit());
      if (there.getIfPresent(ref) == null && all.has(link.name(), link.commit())) {
        Path copy = all.of(link.name());
        push(ref, link, copy);
        publish(run, Git.in(copy), link.commit(), all.inside(link.name()));
        there.put(ref, true);
      }
    }
  }

  private void push(String ref, Link link, Path copy) {
    if (!named.found(List.of(ref)).isEmpty() || !whole(copy) && remote.ref(ref).isPresent()) {
      return; // it has come from there
    }
    if (!whole(copy)) {
      throw partial(link, copy);
    }
    Move move = new Move(ref, link.commit(), "");
    if (!remote.lending(copy.resolve("objects")).publish(move, Map.of())
        && remote.ref(ref).isEmpty()) {
      throw new UnusableException(
          "The hub %s does not take the commit %s of the submodule %s."
              .formatted(remote.shown(), link.commit(), link.name()),
          "See that one may push %s* there, then try again.".formatted(HubRefs.ALL));
    }
  }

  private static AidpException partial(Link link, Path copy) {
    return HubLargeFiles.refused(
        "The submodule %s has a part of its history here only, and cannot go to the hub."
            .formatted(link.name()),
        copy.toString(),
        "Let it have all of it: git -C %s fetch --unshallow.".formatted(copy));
  }

  /** Demands that those of {@code tree} which are here can be taken there. */
  void demand(String tree) {
    for (Link link : SubmoduleCopies.links(git, tree)) {
      Path copy = copies.of(link.name());
      if (copies.has(link.name(), link.commit()) && !whole(copy)) {
        throw partial(link, copy);
      }
    }
  }

  private static boolean whole(Path copy) {
    return !Files.exists(copy.resolve("shallow"));
  }

  /** Brings what the submodules of those of {@code words} that are here stand on. */
  void bring(String run, Set<String> words) {
    Set<String> asked =
        Sets.filter(
            words, each -> named.mayBeId(each) && looked.getIfPresent(run + " " + each) == null);
    Set<String> trees = Set.copyOf(asked);
    List<String> with = withSubmodules(trees);
    synchronized (this) {
      with.forEach(tree -> bring(run, git, tree, copies));
    }
    trees.forEach(each -> looked.put(run + " " + each, true));
  }

  private void bring(String run, Git from, String tree, SubmoduleCopies all) {
    for (Link link : SubmoduleCopies.links(from, tree)) {
      if (!all.has(link.name(), link.commit())) {
        fetch(run, link, all);
      }
      if (all.has(link.name(), link.commit())) {
        bring(run, Git.in(all.of(link.name())), link.commit(), all.inside(link.name()));
      }
    }
  }

  private void fetch(String run, Link link, SubmoduleCopies all) {
    String ref = HubRefs.submodule(run, link.commit());
    if (named.found(List.of(ref)).isEmpty()) {
      remote.fetch(List.of(HubRefs.mirrored(HubRefs.submodules(run))));
    }
    if (!named.found(List.of(ref)).isEmpty()) {
      all.take(link, gitDir, ref);
    }
  }

  private List<String> withSubmodules(Collection<String> trees) {
    return named.found(trees.stream().map(tree -> tree + FILE).toList()).keySet().stream()
        .map(found -> found.substring(0, found.length() - FILE.length()))
        .toList();
  }
}
