package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.ConflictSides;
import dev.aidp.activities.layout.Layout;
import dev.aidp.agent.TurnRequest;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.git.Conflict;
import dev.aidp.run.Defaults;
import dev.aidp.text.Excerpt;
import java.util.List;

/** What both sides of a conflict have changed, as files that a resolver finds among its inputs. */
final class ConflictDiffs {

  /** No unit: units of a merge of branches are called by any name. */
  static final String FOLDER = "_sides";

  private ConflictDiffs() {}

  /** Returns the inputs of {@code request} and, for a resolver, {@code _sides/1.diff} …. */
  static List<Artifact> inputs(Layout layout, ArtifactStore store, TurnRequest request) {
    Conflict conflict = request.brief().conflict();
    if (conflict == null) {
      return request.artifacts().inputs();
    }
    ImmutableList.Builder<Artifact> inputs = ImmutableList.builder();
    inputs.addAll(request.artifacts().inputs());
    int side = 1;
    for (String diff : ConflictSides.diffs(layout, conflict)) {
      inputs.add(new Artifact(FOLDER, side + ".diff", store.put(diff)));
      side++;
    }
    return inputs.build();
  }

  /**
   * Returns the end of each diff among {@code inputs}, by its file, in the order of the conflict's
   * sides.
   */
  static ImmutableMap<String, String> shown(ArtifactStore store, List<Artifact> inputs) {
    return inputs.stream()
        .filter(input -> input.unit().equals(FOLDER))
        .collect(
            ImmutableMap.toImmutableMap(
                input -> FOLDER + "/" + input.name(),
                input -> Excerpt.end(store.text(input.ref()), Defaults.INLINE_TEXT)));
  }
}
