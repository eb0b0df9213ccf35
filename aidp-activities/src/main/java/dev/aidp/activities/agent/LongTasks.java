package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import java.util.Collection;
import java.util.List;

/** Tasks that may be too long for a prompt, as files that the agent finds among its inputs. */
final class LongTasks {

  /** No unit. */
  static final String FOLDER = "_task";

  /** A shorter one is never cut, in characters. */
  private static final int SHORT = 5_000;

  private LongTasks() {}

  /** Returns the file of the task of this number, from 0. */
  static String file(int number) {
    return number + 1 + ".md";
  }

  /** Returns those of {@code tasks} that are long. */
  static ImmutableList<Artifact> inputs(ArtifactStore store, Collection<String> tasks) {
    ImmutableList.Builder<Artifact> inputs = ImmutableList.builder();
    int number = 0;
    for (String task : List.copyOf(tasks)) {
      if (task.length() > SHORT) {
        inputs.add(new Artifact(FOLDER, file(number), store.put(task)));
      }
      number++;
    }
    return inputs.build();
  }
}
