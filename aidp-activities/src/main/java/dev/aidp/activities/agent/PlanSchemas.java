package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.schema.DocumentSchema;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.plan.SchemaSource;
import java.util.Map;

/** Schemas that stand in a plan, as files that the agent finds among its inputs. */
final class PlanSchemas {

  /** No unit. */
  static final String FOLDER = "_schema";

  private PlanSchemas() {}

  /** Returns the file of the schema of {@code output}. */
  static String file(String output) {
    return output + ".schema.json";
  }

  /** Returns those of {@code schemas} that are of outputs and stand in the plan. */
  static ImmutableList<Artifact> inputs(ArtifactStore store, Map<String, SchemaSource> schemas) {
    ImmutableList.Builder<Artifact> inputs = ImmutableList.builder();
    schemas.forEach(
        (artifact, schema) -> {
          if (schema instanceof SchemaSource.Inline inline && artifact.indexOf('/') < 0) {
            String text = DocumentSchema.text(inline.schema());
            inputs.add(new Artifact(FOLDER, file(artifact), store.put(text)));
          }
        });
    return inputs.build();
  }
}
