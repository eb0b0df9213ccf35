package dev.aidp.activities.handover;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.CommittedFiles;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.schema.DocumentSchema;
import dev.aidp.activities.schema.Documents;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.plan.Plan;
import dev.aidp.plan.SchemaSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at artifacts in the store and at schemas where they stand. Safe for many threads. */
public final class HandOverActivitiesImpl implements HandOverActivities {

  /** More lines are not told. */
  private static final int MOST = 10;

  private final PlanTexts plans;
  private final ArtifactStore store;
  private final CommittedFiles files;

  /** Makes it of where plans, artifacts and files are read. */
  public HandOverActivitiesImpl(PlanTexts plans, ArtifactStore store, CommittedFiles files) {
    this.plans = plans;
    this.store = store;
    this.files = files;
  }

  @Override
  public List<String> inputs(HandOver given) {
    Plan.Unit unit = unit(given);
    List<String> wrong = new ArrayList<>();
    for (Artifact input : given.inputs()) {
      SchemaSource schema = unit.schemas().get(input.unit() + "/" + input.name());
      wrong.addAll(input(given, input, schema));
    }
    for (String output : unit.node().outputs()) {
      SchemaSource schema = unit.schemas().get(output);
      if (schema != null) {
        String told = schema.shown() + ", the schema of the output " + output;
        reading(given, schema).faults().forEach(each -> wrong.add(told + " is none: " + each));
      }
    }
    return first(wrong);
  }

  private List<String> input(HandOver given, Artifact input, @Nullable SchemaSource schema) {
    String name = input.unit() + "/" + input.name();
    if (content(input).isEmpty()) {
      return ImmutableList.of(
          "The input %s, which %s left, is not stored any more: redo %s."
              .formatted(name, input.unit(), input.unit()));
    }
    return schema == null
        ? ImmutableList.of()
        : violations(given, schema, input).stream()
            .map(
                each ->
                    "The input %s, which %s left, breaks %s: %s"
                        .formatted(name, input.unit(), schema.shown(), each))
            .toList();
  }

  @Override
  public List<String> outputs(HandOver left) {
    Plan plan = plans.whole(left.plan());
    Plan.Unit unit = unit(left);
    List<String> wrong = new ArrayList<>();
    for (Artifact output : left.outputs()) {
      String name = "The output " + output.name();
      SchemaSource schema = unit.schemas().get(output.name());
      if (schema != null) {
        String told = name + " breaks " + schema.shown() + ": ";
        violations(left, schema, output).forEach(each -> wrong.add(told + each));
      }
      if (isSchema(plan, output)) {
        String told = name + ", which others use as a JSON Schema, is none: ";
        DocumentSchema.read(output.name(), content(output).orElse(new byte[0]))
            .faults()
            .forEach(each -> wrong.add(told + each));
      }
    }
    return first(wrong);
  }

  private Plan.Unit unit(HandOver asked) {
    return plans.unit(asked.plan(), asked.work().unit());
  }

  private static boolean isSchema(Plan plan, Artifact output) {
    SchemaSource itself = SchemaSource.artifact(output.unit(), output.name());
    return plan.units().stream().anyMatch(unit -> unit.schemas().containsValue(itself));
  }

  private List<String> violations(HandOver asked, SchemaSource source, Artifact artifact) {
    DocumentSchema.Reading schema = reading(asked, source);
    return schema.faults().isEmpty()
        ? schema.schema().violations(artifact.name(), content(artifact).orElse(new byte[0]))
        : schema.faults();
  }

  private DocumentSchema.Reading reading(HandOver asked, SchemaSource source) {
    if (source instanceof SchemaSource.Inline inline) {
      return DocumentSchema.of(inline.schema());
    }
    return content(asked, source)
        .map(content -> DocumentSchema.read(source.shown(), content))
        .orElseGet(() -> DocumentSchema.unusable("it is not there"));
  }

  private Optional<byte[]> content(HandOver asked, SchemaSource source) {
    if (source instanceof SchemaSource.OfFile file) {
      return files.content(asked.start(), file.path());
    }
    return asked.inputs().stream()
        .filter(each -> source.equals(SchemaSource.artifact(each.unit(), each.name())))
        .findFirst()
        .flatMap(this::content);
  }

  /** Returns as much as is enough to refuse what is too large. */
  private Optional<byte[]> content(Artifact artifact) {
    try (InputStream in = store.open(artifact.ref())) {
      return Optional.of(in.readNBytes(Documents.MAX_BYTES + 1));
    } catch (NoSuchElementException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> first(List<String> wrong) {
    return wrong.stream().limit(MOST).collect(ImmutableList.toImmutableList());
  }
}
