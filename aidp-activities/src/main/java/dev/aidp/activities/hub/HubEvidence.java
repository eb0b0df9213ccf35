package dev.aidp.activities.hub;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.git.RunEvidence;
import dev.aidp.activities.hub.Named.Found;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The evidence of commits on a hub, among the refs of the runs that have named them: it is there
 * with the step that has made it.
 */
public final class HubEvidence implements RunEvidence {

  private final Remote remote;
  private final Named named;
  private final HubArtifacts store;
  private final Unloading unloading;
  private final ArtifactSweep documents;

  HubEvidence(
      Remote remote,
      Named named,
      HubArtifacts store,
      Unloading unloading,
      ArtifactSweep documents) {
    this.remote = remote;
    this.named = named;
    this.store = store;
    this.unloading = unloading;
    this.documents = documents;
  }

  @Override
  public void bring(Kind kind, Collection<String> commits) {
    Set<String> missing =
        commits.stream()
            .map(commit -> EvidenceRefs.ref(kind, commit))
            .collect(ImmutableSet.toImmutableSet());
    Set<String> here = named.found(missing).keySet();
    List<String> wanted = missing.stream().filter(ref -> !here.contains(ref)).toList();
    if (!wanted.isEmpty()) {
      bring(there().stream().filter(ref -> wanted.contains(HubRefs.evidenceHere(ref))).toList());
    }
  }

  @Override
  public void bringWhole(String commit) {
    List<String> refs = there().stream().filter(ref -> ref.endsWith("/" + commit)).toList();
    if (refs.isEmpty()) {
      return;
    }
    List<String> folders = refs.stream().map(HubRefs::folderOf).distinct().toList();
    remote.fetch(folders.stream().map(HubRefs::mirrored).toList());
    bring(refs);
    unload(folders, refs);
  }

  private List<String> there() {
    return remote.refs(HubRefs.ALL + "*").stream()
        .map(each -> each[1])
        .filter(HubRefs::isEvidence)
        .toList();
  }

  private void bring(List<String> refs) {
    List<String> wanted = new ArrayList<>();
    for (String ref : refs) {
      wanted.add("+" + ref + ":" + ref);
      wanted.add("+" + ref + ":" + HubRefs.evidenceHere(ref));
    }
    if (!wanted.isEmpty()) {
      remote.fetch(wanted);
    }
  }

  /**
   * Stores what {@code refs}, evidence that is here, name; returns all of that, and the evidence.
   *
   * @param folders where the artifacts of their runs have come
   */
  Set<String> unload(List<String> folders, List<String> refs) {
    ImmutableSet.Builder<String> words = ImmutableSet.builder();
    List<Found> blobs = List.copyOf(named.found(refs).values());
    for (byte[] text : named.bytes(blobs)) {
      words.add(Unloading.name(text));
      words.addAll(named.in(new String(text, StandardCharsets.UTF_8)));
    }
    Set<String> all = words.build();
    Set<String> missing = missing(all);
    // A document may have come alone, without what it names.
    for (Set<String> before = Set.of(); !missing.equals(before); ) {
      store.bring(folders, missing);
      unloading.perform(folders, missing);
      before = missing;
      missing = missing(all);
    }
    return reachable(all);
  }

  private Set<String> missing(Set<String> roots) {
    Set<String> all = reachable(roots);
    Set<String> there = documents.there(all);
    return all.stream().filter(ref -> !there.contains(ref)).collect(ImmutableSet.toImmutableSet());
  }

  private Set<String> reachable(Set<String> roots) {
    try {
      return documents.reachable(
          roots.stream().filter(Named::mayBeArtifact).collect(ImmutableSet.toImmutableSet()));
    } catch (IOException e) {
      throw UnusableException.ofStorage("The artifact store cannot be read", e);
    }
  }
}
