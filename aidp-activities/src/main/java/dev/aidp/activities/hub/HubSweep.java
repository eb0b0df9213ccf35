package dev.aidp.activities.hub;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Carrier.Tip;
import dev.aidp.activities.hub.Remote.Move;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Removes what is left of runs that are gone, on a hub and what has come from there. */
public final class HubSweep {

  /** As many as a command line holds by far. */
  private static final int PUSHED = 200;

  private final Git git;
  private final Remote remote;
  private final Carrier carrier;
  private final HubEvidence evidence;
  private final HubArtifacts store;
  private final ArtifactSweep documents;
  private final Set<String> known;

  /**
   * Makes it.
   *
   * @param known the refs whose places are remembered
   */
  HubSweep(
      Git git,
      Remote remote,
      Carrier carrier,
      HubEvidence evidence,
      HubArtifacts store,
      ArtifactSweep documents,
      Set<String> known) {
    this.known = known;
    this.git = git;
    this.remote = remote;
    this.carrier = carrier;
    this.evidence = evidence;
    this.store = store;
    this.documents = documents;
  }

  /**
   * Removes all that is of {@code runs}, but for branches whose work is nowhere else, and for
   * evidence of what they or the branches of this repository lead to, with all that it names.
   *
   * @param unpublished returns those of some commits to which no branch here leads
   */
  public void forget(Collection<String> runs, UnaryOperator<Set<String>> unpublished) {
    Set<String> folders = folders(runs);
    Map<String, List<Move>> all =
        remote.refs(HubRefs.ALL + "*").stream()
            .map(each -> new Move(each[1], "", each[0]))
            .filter(each -> folders.contains(HubRefs.folderOf(each.ref())))
            .collect(Collectors.groupingBy(each -> HubRefs.folderOf(each.ref())));
    List<Move> gone = new ArrayList<>();
    folders.forEach(
        folder -> gone.addAll(loose(folder, all.getOrDefault(folder, List.of()), unpublished)));
    // What a hub lets nobody remove stays there.
    Lists.partition(gone, PUSHED).forEach(remote::push);
    forgetHere(runs, unpublished);
  }

  private static Set<String> folders(Collection<String> runs) {
    return runs.stream().map(HubRefs::folder).collect(ImmutableSet.toImmutableSet());
  }

  /** Removes what has come here of {@code runs}, and nothing there. */
  public void forgetHere(Collection<String> runs, UnaryOperator<Set<String>> unpublished) {
    Set<String> folders = folders(runs);
    List<String> refs =
        git.text("for-each-ref", "--format=%(refname)", HubRefs.ALL)
            .lines()
            .filter(ref -> folders.contains(HubRefs.folderOf(ref)))
            .toList();
    List<String> evidence = refs.stream().filter(HubRefs::isEvidence).toList();
    Set<String> lonely =
        unpublished.apply(
            evidence.stream().map(HubSweep::commit).collect(ImmutableSet.toImmutableSet()));
    List<String> gone = new ArrayList<>(refs);
    evidence.stream()
        .filter(ref -> lonely.contains(commit(ref)))
        .map(HubRefs::evidenceHere)
        .distinct()
        .forEach(gone::add);
    String lines = gone.stream().map(ref -> "delete " + ref + "\n").collect(Collectors.joining());
    git.reading(lines).done("update-ref", "--stdin");
    known.removeIf(ref -> folders.contains(HubRefs.folderOf(ref)));
  }

  /** Returns the runs of which something has come here, each with when that was made last. */
  public Map<String, Instant> served() {
    Map<String, Instant> served = new TreeMap<>();
    git.text("for-each-ref", "--format=%(refname) %(committerdate:unix)", HubRefs.ALL)
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(
            words ->
                served.merge(
                    HubRefs.run(HubRefs.folderOf(words[0])),
                    words[1].isEmpty()
                        ? Instant.EPOCH
                        : Instant.ofEpochSecond(Long.parseLong(words[1])),
                    (one, other) -> one.isAfter(other) ? one : other));
    return served;
  }

  private static String commit(String evidence) {
    return evidence.substring(evidence.lastIndexOf('/') + 1);
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
    Set<String> needed = proofs.isEmpty() ? Set.of() : needed(folder, proofs);
    if (kept(folder, refs, needed)) {
      stay.add(HubRefs.kept(folder));
    }
    store.forget(folder, needed);
    Set<String> staying = stay.build();
    return refs.stream()
        .filter(each -> !staying.contains(each.ref()))
        .filter(each -> !(HubRefs.isBranch(each.ref()) && branches.contains(each.expected())))
        .filter(each -> branches.isEmpty() || !HubRefs.isSubmodule(each.ref()))
        .toList();
  }

  private static boolean published(String evidence, Set<String> lonely, Set<String> branches) {
    return !lonely.contains(commit(evidence)) || branches.contains(commit(evidence));
  }

  private Set<String> needed(String folder, List<String> proofs) {
    remote.fetch(List.of(HubRefs.mirrored(folder)));
    return evidence.unload(List.of(folder), proofs);
  }

  /** Puts what is needed where it stays when all else of the run goes, unless it does anyway. */
  private boolean kept(String folder, List<Move> refs, Set<String> needed) {
    Set<String> anyway = store.having(folder, needed);
    Cargo cargo = new Cargo();
    documents.there(needed).stream().filter(ref -> !anyway.contains(ref)).forEach(cargo::artifact);
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
