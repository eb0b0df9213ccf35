package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.options.PrunePolicy;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.JournalPruning;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which runs go.
 *
 * @param runs of the registry
 * @param own the ids of an application's own on the native engine
 */
record PruneChoice(ImmutableList<RunRecord> runs, ImmutableList<String> own) {

  static final PruneChoice NONE = new PruneChoice(ImmutableList.of(), ImmutableList.of());

  /** One of both that has ended. */
  private record Ended(String id, Instant at, @Nullable RunRecord run) {}

  /** Chooses among all by {@code policy}. */
  static PruneChoice of(RunRegistry registry, Database database, PrunePolicy policy, Instant now) {
    List<Ended> ended = new ArrayList<>();
    ImmutableSet.Builder<String> known = ImmutableSet.builder();
    for (RunRecord run : registry.all()) {
      known.addAll(new RunRegistry.Pruned(run.id(), run.generation()).engineIds());
      if (run.finished() != null) {
        ended.add(new Ended(run.id(), end(run, run.finished()), run));
      }
    }
    ended.addAll(own(database, known.build()));
    Instant before = now.minus(policy.older());
    List<Ended> gone =
        ended.stream()
            .sorted(Comparator.comparing(Ended::at).reversed().thenComparing(Ended::id))
            .skip(policy.keep())
            .filter(each -> !each.at().isAfter(before))
            .toList();
    return new PruneChoice(
        gone.stream()
            .flatMap(each -> Stream.ofNullable(each.run()))
            .collect(ImmutableList.toImmutableList()),
        gone.stream()
            .filter(each -> each.run() == null)
            .map(Ended::id)
            .collect(ImmutableList.toImmutableList()));
  }

  private static Instant end(RunRecord run, String document) {
    RunView view = Wire.read(document, RunView.class);
    return Objects.requireNonNullElse(view.times().finishedAt(), run.createdAt());
  }

  private static List<Ended> own(Database database, Set<String> known) {
    return database.read(
        sql -> {
          Set<String> others = new HashSet<>(known);
          RunRegistry.pruned(sql).forEach(run -> others.addAll(run.engineIds()));
          return JournalPruning.roots(sql).stream()
              .filter(root -> !others.contains(root.id()))
              .flatMap(root -> root.ended().map(at -> new Ended(root.id(), at, null)).stream())
              .toList();
        });
  }

  /** Returns their ids. */
  ImmutableList<String> ids() {
    return ImmutableList.<String>builder()
        .addAll(runs.stream().map(RunRecord::id).toList())
        .addAll(own)
        .build();
  }

  /** Returns the ids under which the native engine knows them. */
  ImmutableSet<String> roots() {
    ImmutableSet.Builder<String> roots = ImmutableSet.<String>builder().addAll(own);
    runs.forEach(
        run -> roots.addAll(new RunRegistry.Pruned(run.id(), run.generation()).engineIds()));
    return roots.build();
  }
}
