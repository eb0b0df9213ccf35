package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.artifact.ReferenceScan;
import dev.aidp.activities.evidence.EvidenceSweep;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.options.PrunePolicy;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.JournalPruning;
import dev.aidp.runtime.journal.Sql;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what ended runs have left.
 *
 * <p>A run is first taken off the list, in one transaction with all that its journal names. What is
 * left of it is removed in another one, its files by a move out of the way: a run with the same id
 * begins only then. So whoever is killed leaves runs that nobody sees any more, and the next one
 * goes on with them. What a run under way or a published result names is looked for afterwards.
 */
final class PruneRuns {

  private static final Logger LOG = LoggerFactory.getLogger(PruneRuns.class);

  /** Others write between two batches. */
  private static final int BATCH = 20;

  /** Pages of 4 KiB given back at a time. */
  private static final int PAGES = 1_000;

  private static final Pattern WORKED_ON = Pattern.compile("\"run\":\"([A-Za-z0-9][\\w-]{0,63})\"");

  /** Nothing goes for its age. */
  private static final PrunePolicy ALL_ELSE =
      new PrunePolicy(Integer.MAX_VALUE, Duration.ofDays(36_500), false);

  private final Layout layout;
  private final Database database;
  private final RunRegistry registry;
  private final PruneStore store;
  private final RunRefs refs;
  private final PruneLeft left;
  private final EvidenceSweep evidence;
  private final BiPredicate<RunRecord, Consumer<String>> told;
  private final PruneHub hub;

  private final Set<String> silent = new HashSet<>();

  /**
   * Makes it.
   *
   * @param told gives all that a run's engine keeps elsewhere; false if it cannot be asked
   * @param hub where the work of runs is, if not only here
   */
  PruneRuns(
      Layout layout,
      Database database,
      RunRegistry registry,
      PruneStore store,
      BiPredicate<RunRecord, Consumer<String>> told,
      PruneHub hub) {
    this.layout = layout;
    this.database = database;
    this.registry = registry;
    this.store = store;
    this.told = told;
    this.hub = hub;
    this.refs = new RunRefs(layout);
    this.left = new PruneLeft(layout, database);
    this.evidence = new EvidenceSweep(layout);
  }

  Pruned prune(PrunePolicy policy, boolean dryRun) {
    try {
      Instant now = Instant.now();
      silent.clear();
      PruneChoice choice = PruneChoice.of(registry, database, policy, now);
      return dryRun ? wouldGo(choice, policy, now) : gone(choice, policy, now);
    } catch (IOException e) {
      throw UnusableException.ofStorage("What runs have left cannot be removed", e);
    }
  }

  /** Removes what one run has left. */
  Pruned remove(String id) {
    try {
      silent.clear();
      PruneChoice one =
          new PruneChoice(
              registry.find(id).stream().collect(ImmutableList.toImmutableList()),
              ImmutableList.of());
      return gone(one, ALL_ELSE, Instant.now());
    } catch (IOException e) {
      throw UnusableException.ofStorage("What the run has left cannot be removed", e);
    }
  }

  private Pruned wouldGo(PruneChoice choice, PrunePolicy policy, Instant now) throws IOException {
    ReferenceScan named = new ReferenceScan();
    for (RunRecord run : choice.runs()) {
      named(run, named);
    }
    database.read(
        sql -> {
          for (String root : choice.own()) {
            JournalPruning.texts(sql, root, named::take);
          }
          return choice;
        });
    List<String> others = hub.over(policy.older(), now);
    ImmutableSet<String> ids =
        ImmutableSet.<String>builder().addAll(choice.ids()).addAll(others).build();
    List<EvidenceSweep.Found> loose = evidence(ids, policy, now);
    long snapshots = refs.ofRuns().entries().stream().filter(e -> ids.contains(e.getKey())).count();
    PruneStore.Swept swept = store.sweep(choice, named.found(), loose, policy, now, true);
    return pruned(true, ids, swept, snapshots, loose.size());
  }

  private Pruned gone(PruneChoice choice, PrunePolicy policy, Instant now) throws IOException {
    for (List<RunRecord> batch : Lists.partition(choice.runs(), BATCH)) {
      goOn();
      takeOff(batch);
    }
    for (List<String> batch : Lists.partition(choice.own(), BATCH)) {
      goOn();
      takeOffOwn(batch);
    }
    List<String> others = hub.over(policy.older(), now);
    takeOffParts(others);
    List<RunRegistry.Pruned> off = database.read(RunRegistry::pruned);
    List<EvidenceSweep.Found> loose =
        evidence(
            off.stream().map(RunRegistry.Pruned::id).collect(ImmutableSet.toImmutableSet()),
            policy,
            now);
    evidence.remove(loose);
    long snapshots = 0;
    for (List<RunRegistry.Pruned> batch : Lists.partition(off, BATCH)) {
      goOn();
      snapshots += left.finish(batch);
    }
    hub.forget(off, refs::unpublished);
    left.discardMoved();
    PruneStore.Swept swept =
        store.sweep(
            PruneChoice.NONE,
            database.read(RunRegistry::prunedArtifacts),
            ImmutableList.of(),
            policy,
            now,
            false);
    int freed = PAGES;
    while (freed == PAGES) {
      goOn();
      freed = database.vacuum(PAGES);
    }
    ImmutableSet<String> ids =
        ImmutableSet.<String>builder().addAll(choice.ids()).addAll(others).build();
    return pruned(false, ids, swept, snapshots, loose.size());
  }

  private Pruned pruned(
      boolean dryRun,
      ImmutableSet<String> ids,
      PruneStore.Swept swept,
      long snapshots,
      long loose) {
    return new Pruned(
        dryRun,
        ids.asList(),
        swept.artifacts().count(),
        swept.artifacts().bytes(),
        snapshots,
        loose,
        swept.remembered(),
        StoreSize.of(layout, registry.all().size()));
  }

  /** Whoever closes interrupts it; between two batches nothing is half done. */
  private static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StepCancelledException("Pruning is cut off; the next one goes on.");
    }
  }

  private void named(RunRecord run, ReferenceScan scan) {
    database.read(
        sql -> {
          named(sql, run, scan);
          return run;
        });
    tell(run, scan);
  }

  /** A service that is not there is asked once. */
  private void tell(RunRecord run, ReferenceScan scan) {
    if (!silent.contains(run.engine()) && !told.test(run, scan::take)) {
      silent.add(run.engine());
    }
  }

  private static void named(Sql sql, RunRecord run, ReferenceScan scan) throws SQLException {
    scan.take(run.terms());
    scan.take(run.request());
    scan.take(String.valueOf(run.finished()));
    for (String id : new RunRegistry.Pruned(run.id(), run.generation()).engineIds()) {
      JournalPruning.texts(sql, id, scan::take);
    }
  }

  private void takeOff(List<RunRecord> batch) {
    List<ReferenceScan> scans = new ArrayList<>();
    for (RunRecord run : batch) {
      ReferenceScan scan = new ReferenceScan();
      tell(run, scan);
      scans.add(scan);
    }
    database.write(
        sql -> {
          for (int i = 0; i < batch.size(); i++) {
            if (RunRegistry.takeOff(sql, batch.get(i))) {
              named(sql, batch.get(i), scans.get(i));
              RunRegistry.keepNamed(sql, scans.get(i).found());
            }
          }
          return batch;
        });
  }

  /** What an application's own workflow had parts of Aidp's do has no run in the registry. */
  private void takeOffOwn(List<String> roots) {
    database.write(
        sql -> {
          for (String root : roots) {
            ReferenceScan scan = new ReferenceScan();
            Set<String> parts = new TreeSet<>();
            JournalPruning.texts(
                sql,
                root,
                text -> {
                  scan.take(text);
                  workedOn(text, parts);
                });
            RunRegistry.keepNamed(sql, scan.found());
            takeOffParts(sql, parts);
          }
          JournalPruning.forget(sql, roots);
          return roots;
        });
  }

  private void takeOffParts(Collection<String> runs) {
    database.write(
        sql -> {
          takeOffParts(sql, runs);
          return runs;
        });
  }

  private static void takeOffParts(Sql sql, Collection<String> runs) throws SQLException {
    for (String run : runs) {
      RunRegistry.takeOffPart(sql, run);
    }
  }

  private static void workedOn(String text, Set<String> runs) {
    Matcher part = WORKED_ON.matcher(text);
    while (part.find()) {
      runs.add(part.group(1));
    }
  }

  private List<EvidenceSweep.Found> evidence(Set<String> gone, PrunePolicy policy, Instant now)
      throws IOException {
    Set<String> listed = new HashSet<>();
    registry.all().forEach(run -> listed.add(run.id()));
    listed.removeAll(gone);
    Instant old = now.minus(PruneStore.longest(policy.older(), Duration.ofDays(1)));
    return evidence.unpublished(
        evidence.all(),
        each ->
            !listed.contains(each.run()) && (gone.contains(each.run()) || each.at().isBefore(old)));
  }

  /** Removes what is left of the run {@code id}, if it is off the list: it may begin anew then. */
  void finish(String id) {
    List<RunRegistry.Pruned> same =
        database.read(RunRegistry::pruned).stream()
            .filter(run -> run.id().equalsIgnoreCase(id))
            .toList();
    long unused = left.finish(same);
  }
}
