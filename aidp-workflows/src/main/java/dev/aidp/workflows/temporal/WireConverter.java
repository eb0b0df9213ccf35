package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ByteString;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.workflows.wire.ByReference;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our JSON on the wire, with a limit: the server ends a run that sends it more than 2 MiB. It wraps
 * the SDK's converter because that one would hide the failure in an exception which is retried for
 * ever.
 *
 * <p>What is large and stays within a run goes {@linkplain #storing by reference}.
 *
 * <p>A converter that an application has chosen stays: its values are converted by it, ours by our
 * JSON, and both go through its codec. What hides values without being a {@link PayloadCodec} is
 * given our JSON as a text.
 */
public final class WireConverter implements DataConverter {

  private static final Logger LOG = LoggerFactory.getLogger(WireConverter.class);

  private static final String JSON = "json/plain";
  private static final ImmutableSet<String> READABLE = ImmutableSet.of(JSON, "binary/null");

  /** Marks our JSON that an application's converter carries as a text. */
  private static final String CARRIED = "aidp-carried";

  private static final DataConverter OURS =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Wire.mapper()));

  private static final WireConverter ALONE =
      new WireConverter(null, null, true, LargePayloads.NONE);

  private final @Nullable DataConverter theirs;
  private final @Nullable PayloadCodec codec;
  private final boolean open;
  private final LargePayloads large;

  private WireConverter(
      @Nullable DataConverter theirs,
      @Nullable PayloadCodec codec,
      boolean open,
      LargePayloads large) {
    this.theirs = theirs;
    this.codec = codec;
    this.open = open;
    this.large = large;
  }

  /** Returns a client's converter: {@code theirs}, with ours for what is ours. */
  public static DataConverter over(@Nullable DataConverter theirs) {
    if (theirs == null || theirs == DefaultDataConverter.STANDARD_INSTANCE) {
      return ALONE; // nobody has chosen it
    }
    if (theirs instanceof WireConverter) {
      return theirs;
    }
    return theirs instanceof PayloadCodec codec
        ? new WireConverter(theirs, codec, true, LargePayloads.NONE)
        : new WireConverter(theirs, null, open(theirs), LargePayloads.NONE);
  }

  /**
   * Returns one that keeps what is large in {@code store}, and sends a reference, where only those
   * read it who have that store too: arguments and outcomes of steps and of children, and what a
   * run begins and goes on with. Whoever asks a run for its state or its result gets the value.
   */
  WireConverter storing(ArtifactStore store) {
    return new WireConverter(theirs, codec, open, LargePayloads.in(store));
  }

  /** Returns whether anybody may read what it writes. */
  private static boolean open(DataConverter theirs) {
    return theirs
        .toPayload("open")
        .filter(payload -> encoding(payload).equals(JSON))
        .filter(payload -> payload.getData().toStringUtf8().equals("\"open\""))
        .isPresent();
  }

  private static String encoding(Payload payload) {
    return payload
        .getMetadataOrDefault(EncodingKeys.METADATA_ENCODING_KEY, ByteString.EMPTY)
        .toStringUtf8();
  }

  /** Returns {@code payload}, as {@code converter} has sent it, without what hides its JSON. */
  public static Payload opened(DataConverter converter, Payload payload) {
    return converter instanceof WireConverter wire ? wire.opened(payload) : payload;
  }

  @Override
  public <T> Optional<Payload> toPayload(@Nullable T value) {
    if (theirs != null && !OurTypes.include(value)) {
      return theirs.toPayload(value);
    }
    Optional<Payload> json = OURS.toPayload(value);
    int size = json.map(payload -> payload.getData().size()).orElse(0);
    if (value == null || size <= ByReference.MOST) {
      return json.map(this::carried);
    }
    if (size > Wire.LARGEST) {
      throw Failures.failure(Wire.tooLarge(value, size), true).build();
    }
    if (large.take(value)) {
      return json.map(large::sent).map(this::carried);
    }
    LOG.debug("A {} of {} bytes is sent by value.", value.getClass().getName(), size);
    return json.map(this::carried);
  }

  private Payload carried(Payload json) {
    if (codec != null) {
      return codec.encode(List.of(json)).get(0);
    }
    return open || theirs == null || !encoding(json).equals(JSON)
        ? json
        : theirs.toPayload(json.getData().toStringUtf8()).orElseThrow().toBuilder()
            .putMetadata(CARRIED, ByteString.copyFromUtf8("true"))
            .build();
  }

  private Payload opened(Payload payload) {
    return large.received(plain(payload));
  }

  private Payload plain(Payload payload) {
    if (codec != null) {
      return codec.decode(List.of(payload)).get(0);
    }
    return theirs != null && payload.containsMetadata(CARRIED)
        ? Payload.newBuilder()
            .putMetadata(EncodingKeys.METADATA_ENCODING_KEY, ByteString.copyFromUtf8(JSON))
            .setData(
                ByteString.copyFromUtf8(theirs.fromPayload(payload, String.class, String.class)))
            .build()
        : payload;
  }

  @Override
  public Optional<Payloads> toPayloads(@Nullable Object @Nullable ... values) {
    if (values == null || values.length == 0) {
      return Optional.empty();
    }
    Payloads.Builder payloads = Payloads.newBuilder();
    for (Object value : values) {
      payloads.addPayloads(toPayload(value).orElseThrow());
    }
    return Optional.of(payloads.build());
  }

  @Override
  public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
    try {
      if (theirs == null) {
        return OURS.fromPayload(opened(payload), valueClass, valueType);
      }
      return OurTypes.include(valueType) || payload.containsMetadata(CARRIED)
          ? ours(theirs, payload, valueClass, valueType)
          : theirs(theirs, payload, valueClass, valueType);
    } catch (DataConverterException e) {
      throw UnreadableValue.of(valueType, e);
    }
  }

  private <T> T ours(DataConverter theirs, Payload payload, Class<T> valueClass, Type valueType) {
    Payload opened = opened(payload);
    if (READABLE.contains(encoding(opened))) {
      return OURS.fromPayload(opened, valueClass, valueType);
    }
    // Somebody has sent it who has only their converter.
    JsonNode json = theirs.fromPayload(payload, JsonNode.class, JsonNode.class);
    return OURS.fromPayload(OURS.toPayload(json).orElseThrow(), valueClass, valueType);
  }

  private <T> T theirs(DataConverter theirs, Payload payload, Class<T> valueClass, Type valueType) {
    try {
      return theirs.fromPayload(payload, valueClass, valueType);
    } catch (DataConverterException e) {
      Payload opened = opened(payload);
      if (encoding(opened).equals(JSON)) {
        return OURS.fromPayload(opened, valueClass, valueType); // it was sent as plain JSON
      }
      throw e;
    }
  }

  @Override
  public <T> T fromPayloads(
      int index, Optional<Payloads> content, Class<T> valueType, Type genericType) {
    return content.isPresent() && index < content.get().getPayloadsCount()
        ? fromPayload(content.get().getPayloads(index), valueType, genericType)
        : OURS.fromPayloads(index, Optional.empty(), valueType, genericType);
  }

  @Override
  public Failure exceptionToFailure(Throwable throwable) {
    return theirs == null
        ? DataConverter.super.exceptionToFailure(throwable)
        : theirs.exceptionToFailure(throwable);
  }

  @Override
  public RuntimeException failureToException(Failure failure) {
    return theirs == null
        ? DataConverter.super.failureToException(failure)
        : theirs.failureToException(failure);
  }

  @Override
  public DataConverter withContext(SerializationContext context) {
    return new WireConverter(
        theirs == null ? null : theirs.withContext(context),
        codec == null ? null : codec.withContext(context),
        open,
        large.within(context));
  }
}
