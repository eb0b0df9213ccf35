package dev.aidp.activities.hub;

import com.google.common.base.Suppliers;
import com.google.common.cache.Cache;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.artifact.Incoming;
import dev.aidp.activities.artifact.ObjectStores;
import dev.aidp.activities.layout.Layout;
import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts of runs where they have a store of their own, beside the hub: {@code
 * REPOSITORY/RUN/ab/cdef…}. Each run has all that it names, also what another one has, so that it
 * goes with its run and never with another. Where no store is set, carriers have them.
 */
final class HubArtifacts {

  private final @Nullable String address;
  private final Supplier<ObjectStore> store;
  private final Supplier<String> repository;
  private final ContentStore artifacts;
  private final Transfers transfers;
  private final Cache<String, Boolean> there = Fetching.known();

  /**
   * Makes it.
   *
   * @param address where the store is, or null if there is none
   * @param repository tells the hub's id
   * @param patience how long is tried what fails
   */
  HubArtifacts(
      Layout layout,
      @Nullable String address,
      Supplier<String> repository,
      ContentStore artifacts,
      Duration patience) {
    this.address = address;
    this.store = Suppliers.memoize(() -> open(layout, String.valueOf(address)));
    this.repository = Suppliers.memoize(repository::get);
    this.artifacts = artifacts;
    this.transfers = new Transfers(patience);
  }

  private static ObjectStore open(Layout layout, String address) {
    try {
      return ObjectStores.open(layout.top(), address);
    } catch (UsageException e) {
      throw HubLargeFiles.refused(
          String.valueOf(e.getMessage()), String.valueOf(e.where()), String.valueOf(e.remedy()));
    }
  }

  /** Returns whether artifacts have a store of their own. */
  boolean apart() {
    return address != null;
  }

  /** Demands that the store can be used, if there is one, and returns where it is. */
  String demand() {
    if (!apart()) {
      return "";
    }
    ObjectStore at = store.get();
    return transfers.tried(
        at,
        () -> {
          at.demand();
          return at.shown();
        });
  }

  /** Takes there what {@code cargo} has, which need not carry it then. */
  void take(String run, Cargo cargo) {
    if (!apart()) {
      return;
    }
    ObjectStore to = store.get();
    String folder = folder(HubRefs.folder(run));
    List<String> keys =
        cargo.artifacts().stream()
            .filter(ref -> there.getIfPresent(folder + path(ref)) == null)
            .toList();
    transfers.all(to, keys, ref -> put(to, folder + path(ref), ref));
    cargo.leaveArtifacts();
  }

  private boolean put(ObjectStore to, String key, String ref) throws IOException {
    if (!to.has(key)) {
      to.put(key, artifacts.file(ref));
    }
    there.put(key, true);
    return true;
  }

  /** Brings what the runs of {@code folders} have there of {@code words}, and what that names. */
  void bring(Collection<String> folders, Set<String> words) {
    if (!apart()) {
      return;
    }
    List<Incoming> come = new ArrayList<>();
    try {
      for (String folder : folders) {
        receive(folder(folder), words, come);
      }
      // What a document names is stored before it: one that is here has all with it.
      Lists.reverse(come).forEach(Incoming::keep);
    } finally {
      come.forEach(Incoming::close);
    }
  }

  /** Adds to {@code come} what has come by now, a document before what it names. */
  private void receive(String folder, Set<String> words, List<Incoming> come) {
    ObjectStore from = store.get();
    Set<String> seen = new HashSet<>();
    Set<String> next = new TreeSet<>(words);
    while (!next.isEmpty()) {
      next.removeIf(ref -> !Named.mayBeArtifact(ref) || artifacts.has(ref) || !seen.add(ref));
      List<String> asked = List.copyOf(next);
      next.clear();
      for (Optional<Incoming> one : transfers.all(from, asked, ref -> get(from, folder, ref))) {
        one.ifPresent(
            incoming -> {
              come.add(incoming);
              next.addAll(incoming.named());
            });
      }
    }
  }

  private Optional<Incoming> get(ObjectStore from, String folder, String ref) throws IOException {
    String key = folder + path(ref);
    Optional<InputStream> found = from.open(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream bytes = found.get()) {
      Incoming incoming = artifacts.receive(ref, bytes);
      if (!incoming.genuine()) {
        incoming.close();
        throw new UnusableException(
            "%s in %s does not hold what was put there: its SHA-256 is another one."
                .formatted(key, from.shown()),
            "Remove it there: who has that artifact puts it there again.");
      }
      there.put(key, true);
      return Optional.of(incoming);
    }
  }

  /** Returns those of {@code refs} that the store has of the run of {@code folder}. */
  Set<String> having(String folder, Set<String> refs) {
    if (!apart()) {
      return Set.of();
    }
    ObjectStore at = store.get();
    List<String> asked = List.copyOf(refs);
    List<Boolean> there = transfers.all(at, asked, ref -> at.has(folder(folder) + path(ref)));
    ImmutableSet.Builder<String> having = ImmutableSet.builder();
    for (int i = 0; i < asked.size(); i++) {
      if (there.get(i)) {
        having.add(asked.get(i));
      }
    }
    return having.build();
  }

  /** Removes all of the run of {@code folder} but {@code needed}. */
  void forget(String folder, Set<String> needed) {
    if (!apart()) {
      return;
    }
    ObjectStore from = store.get();
    String of = folder(folder);
    Set<String> stay =
        needed.stream().map(ref -> of + path(ref)).collect(ImmutableSet.toImmutableSet());
    List<String> gone =
        transfers.tried(from, () -> from.keys(of)).stream()
            .filter(key -> !stay.contains(key))
            .toList();
    var unused =
        transfers.all(
            from,
            gone,
            key -> {
              there.invalidate(key);
              from.remove(key);
              return true;
            });
  }

  private String folder(String refs) {
    return repository.get() + "/" + refs.substring(HubRefs.ALL.length());
  }

  private static String path(String ref) {
    return ref.substring(0, 2) + "/" + ref.substring(2);
  }
}
