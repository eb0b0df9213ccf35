package dev.aidp.activities.hub;

import com.google.common.util.concurrent.Striped;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Carrier.Tip;
import dev.aidp.activities.hub.Named.Found;
import dev.aidp.activities.hub.Remote.Move;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A git remote that all hosts reach, by which commits and artifacts travel: what a step needs and
 * lacks here is fetched before it, and what it names is there before its outcome is recorded. Safe
 * for use by many threads, processes and hosts.
 *
 * <p>All that the steps of a run have named hangs on one ref there, moved from where it is expected
 * to be. Who holds a place says with which epoch, and a ref that has seen a higher one is not moved
 * any more by a lower one: a host that was given up publishes nothing.
 */
public final class Hub {

  /** A server that is restarted is back by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Each host that shares a run's carrier may be faster once; more means that nobody gets on. */
  private static final int TRIES = 50;

  private static final int LOCKS = 64;

  private final Git git;
  private final Remote remote;
  private final Named named;
  private final Carrier carrier;
  private final HubArtifacts artifacts;
  private final Unloading unloading;
  private final Fetching fetching;
  private final Packing packing;
  private final ArtifactSweep documents;
  private final HubLogs logs;
  private final HubSubmodules submodules;
  private final HubLargeFiles largeFiles;
  private final Map<String, Tip> tips = new ConcurrentHashMap<>();
  private final Striped<Lock> locks = Striped.lock(LOCKS);

  /**
   * Makes it for the repository of {@code layout}.
   *
   * @param remote a URL, a path seen from the top, or the name of a remote of the repository
   * @param artifacts those of this host
   * @param store the address of a store where artifacts are for all hosts; null: they travel with
   *     all else
   */
  public Hub(Layout layout, String remote, ContentStore artifacts, @Nullable String store) {
    this(layout, remote, artifacts, store, PATIENCE);
  }

  /** Makes one that tries for {@code patience} what fails. */
  Hub(
      Layout layout,
      String remote,
      ContentStore artifacts,
      @Nullable String store,
      Duration patience) {
    this.git = Git.in(layout.gitDir());
    this.remote = new Remote(layout, remote, patience);
    this.named = new Named(git);
    this.carrier = new Carrier(git, layout.artifacts(), named);
    this.artifacts = new HubArtifacts(layout, store, this::id, artifacts, patience);
    this.unloading = new Unloading(git, named, artifacts);
    this.fetching = new Fetching(this.remote, named, this.artifacts, unloading, artifacts);
    this.documents = new ArtifactSweep(layout.artifacts());
    this.logs = new HubLogs(layout, git, this.remote, named);
    this.submodules = new HubSubmodules(layout, this.remote, named);
    this.largeFiles = new HubLargeFiles(layout, this.remote, named);
    this.packing =
        new Packing(named, artifacts, documents, this.artifacts.apart(), Fetching.known());
  }

  /** Returns the branches of runs there. */
  public HubBranches branches() {
    return new HubBranches(git, remote, named, submodules, largeFiles);
  }

  /** Returns the evidence of commits there. */
  public HubEvidence evidence() {
    return new HubEvidence(remote, named, artifacts, unloading, documents);
  }

  /** Returns the logs of runs there. */
  public HubLogs logs() {
    return logs;
  }

  /** Returns what removes the traces of runs that are gone. */
  public HubSweep sweep() {
    return new HubSweep(git, remote, carrier, evidence(), artifacts, documents, tips.keySet());
  }

  /**
   * Asks the hub {@code remote} of a repository, and returns where it is, without a password.
   *
   * @throws UnusableException if it does not answer
   */
  public static String demand(Layout layout, String remote) {
    Remote asked = new Remote(layout, remote, Duration.ZERO);
    var unused = asked.refs(HubRefs.ALL + "*");
    return asked.shown();
  }

  /**
   * Demands that what is checked out here can travel, before a run begins.
   *
   * @throws UsageException if it has large files or submodules that cannot
   * @throws UnusableException if the store of artifacts does not answer
   */
  public void demandCarriage() {
    var unused = artifacts.demand();
    submodules.demand("HEAD");
    largeFiles.demand("HEAD");
  }

  /**
   * Returns what tells the repository there from every other: the same for all of its clones that
   * name it alike, whatever the way to it.
   */
  public String id() {
    return remote.id();
  }

  /**
   * Brings what {@code json}, the arguments of a step, names and this host lacks. What is not on
   * the hub either may be no name of anything: the step will say.
   *
   * @throws UnusableException if the hub does not answer
   * @throws StepCancelledException if the step's place was given to another host
   */
  public void fetch(HubStep step, String json) {
    if (step.epoch() > 0) {
      claim(step);
    }
    Set<String> words = named.in(json);
    fetching.bring(step.run(), words);
    submodules.bring(step.run(), words);
    largeFiles.bring(words);
  }

  /** What a host has not seen before it may have been given up on: it asks, and says its epoch. */
  private void claim(HubStep step) {
    Lock lock = locks.get(step.carrier());
    lock.lock();
    try {
      Tip known = tips.get(step.carrier());
      if (known != null && known.epoch() == step.epoch()) {
        return;
      }
      Tip tip = look(step);
      if (tip.epoch() != step.epoch()) {
        moved(step, tip, new Cargo());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes to the hub what {@code json}, the arguments and the outcome of a step, names and this
   * host has.
   *
   * @throws UnusableException if the hub does not answer, or refuses
   * @throws StepCancelledException if the step's place was given to another host
   */
  public void publish(HubStep step, String json) {
    publish(step, json, null);
  }

  /**
   * Likewise, with what is new in the log of the step.
   *
   * @param log the file, or null if the step prints nothing
   */
  public void publish(HubStep step, String json, @Nullable Path log) {
    publish(step, packing.pack(step, tip(step.carrier()), named.in(json)), log);
  }

  /**
   * Takes to the hub the part of its outcome that the step {@code name} has kept, as JSON, with
   * what that names.
   *
   * @throws UnusableException if the hub does not answer, or refuses
   * @throws StepCancelledException if the step's place was given to another host
   */
  public void keep(HubStep step, String name, String part) {
    Cargo cargo = packing.pack(step, tip(step.carrier()), named.in(part));
    cargo.keep(name, part);
    publish(step, cargo, null);
  }

  /** Returns what the step {@code name} has kept, as far as its carrier has come here. */
  public Optional<String> kept(HubStep step, String name) {
    Tip tip = tip(step.carrier());
    if (!tip.there()) {
      return Optional.empty();
    }
    return named.found(List.of(Carrier.kept(tip.commit(), name))).values().stream()
        .findFirst()
        .map(blob -> new String(named.bytes(List.of(blob)).get(0), StandardCharsets.UTF_8));
  }

  private void publish(HubStep step, Cargo cargo, @Nullable Path log) {
    if (cargo.empty()) {
      return;
    }
    submodules.publish(step.run(), cargo.trees());
    largeFiles.publish(cargo.trees());
    artifacts.take(step.run(), cargo);
    Lock lock = locks.get(step.carrier());
    lock.lock();
    try {
      if (log != null) {
        logs.add(step, log, cargo);
      }
      if (!cargo.empty() || !cargo.logs().isEmpty()) {
        moved(step, tip(step.carrier()), cargo);
        logs.taken(log, cargo);
      }
    } finally {
      lock.unlock();
    }
    packing.carried(step.carrier(), cargo);
  }

  /** Moves the carrier from {@code tip}, or from where others move it meanwhile. */
  private void moved(HubStep step, Tip tip, Cargo cargo) {
    String ref = step.carrier();
    Tip from = tip;
    for (int tries = 0; tries < TRIES; tries++) {
      if (step.epoch() > 0 && from.epoch() > step.epoch()) {
        throw new StepCancelledException(
            "The place of %s was given to another host (epoch %d, here %d)."
                .formatted(step.run(), from.epoch(), step.epoch()));
      }
      Tip made = carrier.make(from, cargo, step);
      if (remote.publish(new Move(ref, made.commit(), from.commit()), cargo.evidence())) {
        git.done("update-ref", ref, made.commit());
        cargo.evidence().forEach((proof, id) -> git.done("update-ref", proof, id));
        tips.put(ref, made);
        return;
      }
      from = look(step);
    }
    throw new UnusableException(
        "Others were faster each of %d times that %s was to be published on the hub %s."
            .formatted(TRIES, step.run(), remote.shown()),
        "Try again; if it stays so, look for who moves %s there.".formatted(step.carrier()));
  }

  /** Returns where a carrier was when it was seen last. */
  private Tip tip(String ref) {
    Tip known = tips.get(ref);
    if (known == null) {
      Found mirror = named.found(List.of(ref)).get(ref);
      known = mirror == null ? Tip.NONE : carrier.read(mirror.id());
      tips.put(ref, known);
    }
    return known;
  }

  /** Returns where the carrier of a step is on the hub, and brings it here. */
  private Tip look(HubStep step) {
    String ref = step.carrier();
    remote.fetch(List.of(HubRefs.mirrored(HubRefs.own(step.run()))));
    Tip tip = remote.ref(ref).map(this::read).orElse(Tip.NONE);
    tips.put(ref, tip);
    return tip;
  }

  private Tip read(String commit) {
    if (named.found(List.of(commit)).isEmpty()) {
      remote.fetch(List.of(commit)); // it has moved since
    }
    return carrier.read(commit);
  }
}
