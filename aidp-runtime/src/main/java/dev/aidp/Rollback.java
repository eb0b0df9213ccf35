package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.hub.HubBranches;
import dev.aidp.failure.NotFoundException;
import dev.aidp.merge.MergeReport;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a run's merge back: its branch, and what the registry says of it. */
final class Rollback {

  static final String MERGE = "merge";

  private final Repository repository;
  private final RunRegistry registry;
  private final Optional<HubBranches> elsewhere;

  /**
   * Makes it.
   *
   * @param elsewhere where the run's branches are, too
   */
  Rollback(Repository repository, RunRegistry registry, Optional<HubBranches> elsewhere) {
    this.repository = repository;
    this.registry = registry;
    this.elsewhere = elsewhere;
  }

  Receipt perform(RunRecord run, RunView view) {
    MergeReport merge = view.merge();
    if (!view.ended()) {
      return new Receipt(
          Receipt.Outcome.NOT_ENDED,
          "The run '%s' is %s: only the merge of a run that has ended is rolled back."
              .formatted(view.id(), view.state().wireName()));
    }
    if (merge == null) {
      throw missing("has no merge", view);
    }
    if (merge.proof().rolledBack() != null) {
      return new Receipt(
          Receipt.Outcome.ALREADY,
          "That merge was rolled back at " + merge.proof().rolledBack() + ".");
    }
    if (view.branch() == null || view.commit() == null || merge.proof().evidence() == null) {
      throw missing("has published no merge that can be rolled back", view);
    }
    return putBack(run, view, view.branch(), view.commit(), merge.proof().replaced());
  }

  private Receipt putBack(
      RunRecord run, RunView view, String branch, String from, @Nullable String to) {
    if (!repository.putBack(branch, from, to)) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The branch %s does not point to %s any more; somebody has moved it, nothing was changed."
              .formatted(branch, from));
    }
    elsewhere.ifPresent(branches -> branches.putBack(run.id(), branch, from, to));
    String note =
        to == null
            ? "The merge was rolled back: %s, which pointed to %s, is removed."
                .formatted(branch, from)
            : "The merge was rolled back: %s points to %s again, not to %s."
                .formatted(branch, to, from);
    boolean kept = registry.finish(run, Wire.json(Views.rolledBack(view, Instant.now(), note)));
    String rest = kept ? " The units' branches stay." : " Somebody has retried the run meanwhile.";
    return Receipt.accepted(note + rest);
  }

  private static NotFoundException missing(String what, RunView view) {
    return new NotFoundException("The run '%s' %s.".formatted(view.id(), what));
  }
}
