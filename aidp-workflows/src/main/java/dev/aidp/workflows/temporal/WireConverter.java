package dev.aidp.workflows.temporal;

import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our JSON on the wire, with a limit: the server ends a run that sends it more than 2 MiB. It wraps
 * the SDK's converter because that one would hide the failure in an exception which is retried for
 * ever.
 */
final class WireConverter implements DataConverter {

  private static final Logger LOG = LoggerFactory.getLogger(WireConverter.class);

  /** Above it something is sent by value that was meant to be sent by reference. */
  private static final int MEANT = 32 * 1024;

  private final DataConverter json =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Wire.mapper()));

  @Override
  public <T> Optional<Payload> toPayload(@Nullable T value) {
    Optional<Payload> data = json.toPayload(value);
    int size = data.map(payload -> payload.getData().size()).orElse(0);
    if (value == null || size <= MEANT) {
      return data;
    }
    if (size > Wire.LARGEST) {
      throw Failures.failure(Wire.tooLarge(value, size), true).build();
    }
    LOG.warn("A {} of {} bytes is sent by value.", value.getClass().getName(), size);
    return data;
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
    return read(valueType, () -> json.fromPayload(payload, valueClass, valueType));
  }

  @Override
  public <T> T fromPayloads(
      int index, Optional<Payloads> content, Class<T> valueType, Type genericType) {
    return read(genericType, () -> json.fromPayloads(index, content, valueType, genericType));
  }

  private static <T> T read(Type type, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DataConverterException e) {
      throw UnreadableValue.of(type, e);
    }
  }
}
