package dev.aidp.activities.hub;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.aidp.activities.artifact.ContentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what of all that is named is not here, and brings it from a hub. */
final class Fetching {

  /** What is here or there stays so as long as the run, which is looked at again sometimes. */
  private static final Duration KNOWN = Duration.ofMinutes(10);

  private static final int MOST_KNOWN = 200_000;

  private final Remote remote;
  private final Named named;
  private final HubArtifacts store;
  private final Unloading unloading;
  private final ContentStore artifacts;
  private final Cache<String, Boolean> here = known();
  private final Cache<String, Boolean> nowhere = known();

  Fetching(
      Remote remote, Named named, HubArtifacts store, Unloading unloading, ContentStore artifacts) {
    this.remote = remote;
    this.named = named;
    this.store = store;
    this.unloading = unloading;
    this.artifacts = artifacts;
  }

  /** Returns what remembers of many names what is true of each. */
  static Cache<String, Boolean> known() {
    return CacheBuilder.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(KNOWN).build();
  }

  /** Brings what {@code words} name and this host lacks, as far as the hub has it. */
  void bring(String run, Set<String> words) {
    Set<String> missing = missing(words);
    missing.removeIf(each -> nowhere.getIfPresent(run + " " + each) != null);
    if (missing.isEmpty()) {
      return;
    }
    store.bring(List.of(HubRefs.folder(run)), missing);
    Set<String> left = missing(missing);
    if (!left.isEmpty()) {
      fetch(run, left);
    }
    missing(missing).forEach(each -> nowhere.put(run + " " + each, true));
  }

  private Set<String> missing(Set<String> words) {
    Set<String> missing = new TreeSet<>(words);
    missing.removeIf(each -> here.getIfPresent(each) != null);
    missing.removeIf(each -> Named.mayBeArtifact(each) && artifacts.has(each));
    List<String> ids = missing.stream().filter(named::mayBeId).toList();
    Set<String> found = named.found(ids).keySet();
    missing.removeAll(found);
    words.stream().filter(each -> !missing.contains(each)).forEach(each -> here.put(each, true));
    return missing;
  }

  /** First from where most of it is, then from where all of it is. */
  private void fetch(String run, Set<String> missing) {
    List<String> near = List.of(HubRefs.own(run), HubRefs.own(HubRefs.top(run)));
    List<String> ids = missing.stream().filter(named::mayBeId).toList();
    List<String> wanted = new ArrayList<>(near.stream().distinct().map(HubRefs::mirrored).toList());
    List<String> more = new ArrayList<>(wanted);
    if (!named.ambiguous()) {
      more.addAll(ids);
    }
    if (!remote.fetch(more)) {
      remote.fetch(wanted);
    }
    unloading.perform(near, missing);
    Set<String> left = missing(missing);
    if (!left.isEmpty()) {
      List<String> whole = List.of(HubRefs.folder(run));
      remote.fetch(List.of(HubRefs.mirrored(whole.get(0))));
      unloading.perform(whole, left);
      left = missing(left);
    }
    if (named.ambiguous() && !left.isEmpty()) {
      remote.fetch(List.copyOf(left));
    }
  }
}
