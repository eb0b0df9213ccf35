package dev.aidp.workflows.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import dev.aidp.artifact.Artifact;
import dev.aidp.feature.EarlierResult;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lists with an element for each unit of a plan. A long one is a text, the base64 of its JSON
 * packed by gzip: a run that has ten thousand units sends them in one value as well.
 */
final class LongLists {

  /** A longer one is packed: what people look at is not. */
  static final int PLAIN = 500;

  /** More is no list of ours. */
  private static final int MOST_BYTES = 64 << 20;

  private LongLists() {}

  /** Returns {@code mapper}, which writes and reads them so. */
  static JsonMapper.Builder in(JsonMapper.Builder mapper) {
    return mapper
        .addMixIn(PlanGraph.class, Nodes.class)
        .addMixIn(FeatureState.class, Units.class)
        .addMixIn(MergeWork.class, Finished.class)
        .addMixIn(FinishedWork.class, Done.class)
        .addMixIn(KnownResults.class, All.class);
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // it stands for the annotations
  private abstract static class Nodes {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<PlanNode> nodes;
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // it stands for the annotations
  private abstract static class Units {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<UnitReport> units;

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<Artifact> outputs;
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // it stands for the annotations
  private abstract static class Finished {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<JoinRequest.UnitHead> finished;
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // it stands for the annotations
  private abstract static class Done {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<String> units;

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<JoinRequest.UnitHead> done;

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<Artifact> outputs;
  }

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // it stands for the annotations
  private abstract static class All {

    @JsonSerialize(using = Writer.class)
    @JsonDeserialize(using = Reader.class)
    private List<EarlierResult> all;
  }

  /** Writes one. */
  static final class Writer extends JsonSerializer<List<?>> {

    @Override
    public boolean isEmpty(SerializerProvider provider, List<?> list) {
      return list.isEmpty();
    }

    @Override
    public void serialize(List<?> list, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      if (list.size() <= PLAIN) {
        array(list, to, provider);
        return;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream packed = new GZIPOutputStream(bytes);
          JsonGenerator inner = to.getCodec().getFactory().createGenerator(packed)) {
        array(list, inner, provider);
      }
      to.writeBinary(bytes.toByteArray());
    }

    private static void array(List<?> list, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeStartArray();
      for (Object each : list) {
        provider.defaultSerializeValue(each, to);
      }
      to.writeEndArray();
    }
  }

  /** Reads one. */
  static final class Reader extends JsonDeserializer<List<?>> implements ContextualDeserializer {

    private final @Nullable JavaType type;

    /** For Jackson, which asks it for one of the property's type. */
    Reader() {
      this(null);
    }

    private Reader(@Nullable JavaType type) {
      this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty of) {
      return new Reader(of == null ? context.getContextualType() : of.getType());
    }

    @Override
    public List<?> getNullValue(DeserializationContext context) {
      return ImmutableList.of(); // what was written before the list was added has none of it
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
      return ImmutableList.of();
    }

    @Override
    public List<?> deserialize(JsonParser from, DeserializationContext context) throws IOException {
      JavaType list =
          context
              .getTypeFactory()
              .constructCollectionType(List.class, Objects.requireNonNull(type).getContentType());
      if (!from.hasToken(JsonToken.VALUE_STRING)
          && !from.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)) {
        return context.readValue(from, list);
      }
      try (InputStream packed =
              ByteStreams.limit(
                  new GZIPInputStream(new ByteArrayInputStream(from.getBinaryValue())),
                  MOST_BYTES);
          JsonParser inner = from.getCodec().getFactory().createParser(packed)) {
        inner.setCodec(from.getCodec());
        inner.nextToken();
        return context.readValue(inner, list);
      }
    }
  }
}
