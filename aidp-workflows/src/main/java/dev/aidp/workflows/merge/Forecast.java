package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.git.Clashing;
import dev.aidp.git.GitActivities;
import dev.aidp.git.Joining.Tip;
import dev.aidp.git.Prediction;
import dev.aidp.merge.MergeReport.Predicted;
import dev.aidp.merge.MergeRequest;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.List;

/** Finds out which units conflict before any of them joins: steps {@code predict-1} …. */
final class Forecast {

  /** Units in one step, so that its argument stays small: each pair of slices is a step. */
  private static final int SLICE = 100;

  /** More pairs than this nobody reads. */
  private static final int MOST = 50;

  private final WorkflowContext context;
  private final MergeRequest request;

  Forecast(WorkflowContext context, MergeRequest request) {
    this.context = context;
    this.request = request;
  }

  /** Returns the pairs that conflict, the first {@value #MOST}. */
  ImmutableList<Predicted> pairs() {
    List<List<Tip>> slices = Lists.partition(request.finished(), SLICE);
    ImmutableList.Builder<Predicted> pairs = ImmutableList.builder();
    int found = 0;
    int step = 0;
    for (int i = 0; i < slices.size(); i++) {
      for (int j = i; j < slices.size() && found < MOST; j++) {
        if (request.finished().size() > 1) {
          step++;
          List<Tip> others = i == j ? ImmutableList.of() : slices.get(j);
          Clashing clashing = predict(step, slices.get(i), others, MOST - found);
          clashing.pairs().forEach(pair -> pairs.add(new Predicted(pair.units(), pair.files())));
          found += clashing.pairs().size();
        }
      }
    }
    return pairs.build();
  }

  private Clashing predict(int step, List<Tip> tips, List<Tip> others, int most) {
    Work work = Work.merging(request.run(), request.generation(), 1);
    return context
        .steps(GitActivities.class, Step.command().named("predict-" + step))
        .predict(new Prediction(work, request.base(), tips, others, most));
  }
}
