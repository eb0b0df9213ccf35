package dev.aidp.activities.hub;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.RunBranches;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The branches of runs on a hub, among the refs of their runs. Whoever hears of a run's end brings
 * them into a repository of people.
 */
public final class HubBranches implements RunBranches {

  private static final Logger LOG = LoggerFactory.getLogger(HubBranches.class);

  private static final int TRIES = 10;

  private final Git git;
  private final Remote remote;
  private final Named named;
  private final HubSubmodules submodules;
  private final HubLargeFiles largeFiles;

  HubBranches(
      Git git, Remote remote, Named named, HubSubmodules submodules, HubLargeFiles largeFiles) {
    this.git = git;
    this.remote = remote;
    this.named = named;
    this.submodules = submodules;
    this.largeFiles = largeFiles;
  }

  @Override
  public Optional<String> get(String run, String branch) {
    Optional<String> commit = remote.ref(ref(run, branch));
    commit.ifPresent(each -> bring(run, each));
    return commit;
  }

  /**
   * Finds the one branch {@code name} that a run has there, or the one of the run of that id, and
   * brings its commit here.
   */
  public Optional<String> find(String name) {
    List<String[]> there = remote.refs(HubRefs.ALL + "*");
    for (String branch : List.of(name, "aidp/" + name)) {
      List<String[]> found =
          there.stream()
              .filter(each -> HubRefs.isBranch(each[1]))
              .filter(each -> HubRefs.branchOf(each[1]).equals(branch))
              .toList();
      if (found.stream().map(each -> each[0]).distinct().count() == 1) {
        String[] one = found.get(0);
        if (named.found(List.of(one[0])).isEmpty()) {
          remote.fetch(List.of("+" + one[1] + ":" + one[1]));
        }
        return Optional.of(one[0]);
      }
    }
    return Optional.empty();
  }

  private void bring(String run, String commit) {
    if (named.found(List.of(commit)).isEmpty()) {
      String all = HubRefs.branches(run) + "*";
      remote.fetch(List.of("+" + all + ":" + all));
    }
  }

  @Override
  public void point(String run, String branch, String commit, @Nullable String replaces) {
    Names.object(commit);
    String ref = ref(run, branch);
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<String> now = remote.ref(ref);
      if (now.equals(Optional.of(commit))) {
        return;
      }
      if (now.isPresent() && !now.get().equals(replaces)) {
        throw RunBranches.foreign(branch, " on the hub", now.get(), replaces);
      }
      if (remote.publish(new Remote.Move(ref, commit, now.orElse("")), Map.of())) {
        return;
      }
    }
    throw failed(
        "Others were faster each time that the branch %s was to be published on the hub %s."
            .formatted(branch, remote.shown()));
  }

  /**
   * Puts a branch of {@code run} back to {@code to}, or removes it where that is null, if it still
   * points to {@code from} there.
   */
  public void putBack(String run, String branch, String from, @Nullable String to) {
    String ref = ref(run, branch);
    boolean there = remote.ref(ref).equals(Optional.of(from));
    if (there && !remote.push(List.of(new Remote.Move(ref, Strings.nullToEmpty(to), from)))) {
      LOG.warn("The branch {} stays as it is on the hub: {}", branch, ref);
    }
  }

  /**
   * Brings the branches of a run into {@code repository}; one that is checked out there, or leads
   * to something else, stays as it is, which is said.
   */
  public void follow(String run, Repository repository) {
    String folder = HubRefs.branches(run);
    Map<String, String> before = heads(folder);
    remote.fetch(List.of(HubRefs.mirrored(folder)));
    Map<String, String> now = heads(folder);
    Set<String> commits = Set.copyOf(now.values());
    submodules.bring(run, commits);
    largeFiles.home(commits);
    now.forEach(
        (ref, commit) -> {
          String branch = ref.substring(folder.length());
          if (!repository.follow(branch, commit, before.get(ref))) {
            LOG.warn(
                "The branch {} is checked out here, or leads elsewhere, and stays so. What the"
                    + " run has published: {}",
                branch,
                ref);
          }
        });
  }

  private Map<String, String> heads(String folder) {
    return git.text("for-each-ref", "--format=%(refname) %(objectname)", folder)
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(ImmutableMap.toImmutableMap(words -> words[0], words -> words[1]));
  }

  private static String ref(String run, String branch) {
    return HubRefs.branches(run) + Names.branch(branch);
  }

  private static StepFailedException failed(String message) {
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }
}
