package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.git.Clashing;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Prediction;
import dev.aidp.merge.MergeReport.ForecastConflict;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which units conflict before any of them joins: steps {@code predict-1} …. */
final class Forecast {

  /** Units in one step, so that its argument stays small: each pair of slices is a step. */
  private static final int SLICE = 100;

  /** With more units than this, looking at all pairs takes longer than joining them. */
  private static final int UNITS = 200;

  /** More pairs than this nobody reads. */
  private static final int MOST = 50;

  private final WorkflowContext context;
  private final MergeWork request;

  Forecast(WorkflowContext context, MergeWork request) {
    this.context = context;
    this.request = request;
  }

  /**
   * What was found.
   *
   * @param pairs pairs that conflict
   * @param notAll why these may not be all, or null if they are
   */
  record Pairs(ImmutableList<ForecastConflict> pairs, @Nullable String notAll) {}

  /** Returns the pairs that conflict, the first {@value #MOST}; none where it would take long. */
  Pairs pairs() {
    int units = request.finished().size();
    return units > UNITS
        ? new Pairs(
            ImmutableList.of(),
            "With more than %d units no pair is tried beforehand.".formatted(UNITS))
        : tried();
  }

  private Pairs tried() {
    List<List<UnitHead>> slices = Lists.partition(request.finished(), SLICE);
    ImmutableList.Builder<ForecastConflict> pairs = ImmutableList.builder();
    int found = 0;
    int step = 0;
    boolean whole = true;
    for (int i = 0; i < slices.size() && request.finished().size() > 1; i++) {
      for (int j = i; j < slices.size(); j++) {
        if (found == MOST) {
          whole = false;
          continue;
        }
        step++;
        List<UnitHead> others = i == j ? ImmutableList.of() : slices.get(j);
        Clashing clashing = predict(step, slices.get(i), others, MOST - found);
        clashing
            .pairs()
            .forEach(pair -> pairs.add(new ForecastConflict(pair.units(), pair.files())));
        found += clashing.pairs().size();
        whole &= clashing.whole();
      }
    }
    return new Pairs(
        pairs.build(), whole ? null : "There are more pairs than are tried and told beforehand.");
  }

  private Clashing predict(int step, List<UnitHead> tips, List<UnitHead> others, int most) {
    Work work = Work.merging(request.run(), request.generation(), 1);
    return context
        .steps(GitActivities.class, Step.command().once().named("predict-" + step))
        .predict(new Prediction(work, request.base(), tips, others, most));
  }
}
