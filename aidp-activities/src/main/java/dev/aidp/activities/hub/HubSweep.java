package dev.aidp.activities.hub;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Carrier.Tip;
import dev.aidp.activities.hub.Remote.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Removes from a hub what is left there of runs that are gone. */
final class HubSweep {

  /** As many as a command line holds by far. */
  private static final int PUSHED = 200;

  private final Git git;
  private final Remote remote;
  private final Carrier carrier;
  private final HubEvidence evidence;
  private final ArtifactSweep documents;

  HubSweep(Git git, Remote remote, Carrier carrier, HubEvidence evidence, ArtifactSweep documents) {
    this.git = git;
    this.remote = remote;
    this.carrier = carrier;
    this.evidence = evidence;
    this.documents = documents;
  }

  /**
   * Removes all that is in {@code folders}, but for branches whose work is nowhere else, and for
   * evidence of what they or the branches of this repository lead to, with all that it names.
   *
   * @param unpublished returns those of some commits to which no branch here leads
   */
  void perform(Collection<String> folders, UnaryOperator<Set<String>> unpublished) {
    Map<String, List<Move>> all =
        remote.refs(HubRefs.ALL + "*").stream()
            .map(each -> new Move(each[1], "", each[0]))
            .filter(each -> folders.contains(HubRefs.folderOf(each.ref())))
            .collect(Collectors.groupingBy(each -> HubRefs.folderOf(each.ref())));
    List<Move> gone = new ArrayList<>();
    all.forEach((folder, refs) -> gone.addAll(loose(folder, refs, unpublished)));
    // What a hub lets nobody remove stays there.
    Lists.partition(gone, PUSHED).forEach(remote::push);
    forget(folders);
  }

  /** What has come here from there. */
  private void forget(Collection<String> folders) {
    String lines =
        git.text("for-each-ref", "--format=%(refname)", HubRefs.ALL)
            .lines()
            .filter(ref -> folders.contains(HubRefs.folderOf(ref)))
            .map(ref -> "delete " + ref + "\n")
            .collect(Collectors.joining());
    git.reading(lines).done("update-ref", "--stdin");
  }

  private List<Move> loose(String folder, List<Move> refs, UnaryOperator<Set<String>> unpublished) {
    Set<String> lonely =
        unpublished.apply(
            refs.stream()
                .flatMap(each -> HubRefs.commitOf(each.ref(), each.expected()).stream())
                .collect(ImmutableSet.toImmutableSet()));
    Set<String> branches =
        refs.stream()
            .filter(each -> HubRefs.isBranch(each.ref()) && lonely.contains(each.expected()))
            .map(Move::expected)
            .collect(ImmutableSet.toImmutableSet());
    List<String> proofs =
        refs.stream()
            .filter(each -> HubRefs.isEvidence(each.ref()))
            .map(Move::ref)
            .filter(ref -> published(ref, lonely, branches))
            .toList();
    ImmutableSet.Builder<String> stay = ImmutableSet.builder();
    stay.addAll(proofs);
    if (!proofs.isEmpty() && kept(folder, refs, proofs)) {
      stay.add(HubRefs.kept(folder));
    }
    Set<String> staying = stay.build();
    return refs.stream()
        .filter(each -> !staying.contains(each.ref()))
        .filter(each -> !(HubRefs.isBranch(each.ref()) && branches.contains(each.expected())))
        .toList();
  }

  private static boolean published(String evidence, Set<String> lonely, Set<String> branches) {
    String commit = evidence.substring(evidence.lastIndexOf('/') + 1);
    return !lonely.contains(commit) || branches.contains(commit);
  }

  /** Puts what {@code proofs} name where it stays when all else of the run goes. */
  private boolean kept(String folder, List<Move> refs, List<String> proofs) {
    remote.fetch(List.of("+" + folder + "*:" + folder + "*"));
    Cargo cargo = new Cargo();
    documents.there(evidence.unload(List.of(folder), proofs)).forEach(cargo::artifact);
    if (cargo.empty()) {
      return false;
    }
    String place = HubRefs.kept(folder);
    String before =
        refs.stream()
            .filter(each -> each.ref().equals(place))
            .map(Move::expected)
            .findFirst()
            .orElse("");
    Tip made = carrier.make(Tip.NONE, cargo, new HubStep("evidence", "prune", 0, 0));
    return remote.push(List.of(new Move(place, made.commit(), before))) || !before.isEmpty();
  }
}
