package dev.aidp.activities.hub;

import com.google.common.cache.Cache;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.hub.Carrier.Tip;
import dev.aidp.activities.hub.Named.Found;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out what of all that is named must be taken to a hub. */
final class Packing {

  /** A step makes evidence of one commit; what it names besides has come from the hub. */
  private static final int MOST_EVIDENCE = 100;

  private final Named named;
  private final ContentStore artifacts;
  private final ArtifactSweep documents;
  private final boolean apart;
  private final Cache<String, Boolean> there;

  /**
   * Makes it.
   *
   * @param apart whether artifacts have a store of their own, whatever a carrier has
   * @param there remembers what was taken there
   */
  Packing(
      Named named,
      ContentStore artifacts,
      ArtifactSweep documents,
      boolean apart,
      Cache<String, Boolean> there) {
    this.apart = apart;
    this.named = named;
    this.artifacts = artifacts;
    this.documents = documents;
    this.there = there;
  }

  /** Remembers what is there. */
  void carried(String carrier, Cargo cargo) {
    cargo.all().forEach(each -> there.put(carrier + " " + each, true));
  }

  /**
   * Returns what {@code words} name, here is, and {@code tip}, the carrier of {@code step}, does
   * not carry.
   */
  Cargo pack(HubStep step, Tip tip, Set<String> words) {
    String carrier = step.carrier();
    Set<String> roots = new TreeSet<>(words);
    roots.removeIf(each -> there.getIfPresent(carrier + " " + each) != null);
    Cargo cargo = new Cargo();
    if (roots.isEmpty()) {
      return cargo;
    }
    Set<String> artifactRefs = withWhatTheyName(roots);
    Map<String, String> evidence = evidence(step.run(), words);
    Map<String, Found> found =
        named.found(
            Iterables.concat(
                questions(tip, roots, artifactRefs), evidence.keySet(), evidence.values()));
    int most = MOST_EVIDENCE;
    for (Map.Entry<String, String> each : evidence.entrySet()) {
      Found note = found.get(each.getKey());
      if (note != null && most > 0 && !note.equals(found.get(each.getValue()))) {
        cargo.evidence(each.getValue(), note.id());
        most--;
      }
    }
    Set<String> commits = new TreeSet<>();
    for (String id : roots) {
      Found object = named.mayBeId(id) ? found.get(id) : null;
      if (object != null && object.type().equals("commit")) {
        commits.add(id);
      } else if (object != null
          && !object.type().equals("tag")
          && !found.containsKey(Carrier.object(tip.commit(), id))) {
        cargo.object(id, object.type());
      }
    }
    (tip.there() ? named.beyond(tip.commit(), commits) : commits).forEach(cargo::commit);
    artifactRefs.stream()
        .filter(ref -> apart || !found.containsKey(Carrier.artifact(tip.commit(), ref)))
        .forEach(cargo::artifact);
    return cargo;
  }

  /** Returns where evidence of what may be commits would be, here and on the hub. */
  private Map<String, String> evidence(String run, Set<String> words) {
    Map<String, String> evidence = new TreeMap<>();
    words.stream()
        .filter(named::mayBeId)
        .forEach(
            id -> {
              for (Kind kind : Kind.values()) {
                evidence.put(EvidenceRefs.ref(kind, id), HubRefs.evidence(run, kind, id));
              }
            });
    return evidence;
  }

  private Set<String> questions(Tip tip, Set<String> ids, Set<String> artifactRefs) {
    ImmutableSet.Builder<String> questions = ImmutableSet.builder();
    ids.stream().filter(named::mayBeId).forEach(questions::add);
    if (tip.there()) {
      ids.stream()
          .filter(named::mayBeId)
          .forEach(id -> questions.add(Carrier.object(tip.commit(), id)));
      artifactRefs.forEach(ref -> questions.add(Carrier.artifact(tip.commit(), ref)));
    }
    return questions.build();
  }

  private Set<String> withWhatTheyName(Set<String> words) {
    Set<String> refs =
        words.stream()
            .filter(Named::mayBeArtifact)
            .filter(artifacts::has)
            .collect(ImmutableSet.toImmutableSet());
    try {
      return documents.reachable(refs).stream()
          .filter(artifacts::has)
          .collect(ImmutableSet.toImmutableSet());
    } catch (IOException e) {
      throw UnusableException.ofStorage("The artifact store cannot be read", e);
    }
  }
}
