package dev.aidp.workflows.temporal;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our JSON on the wire, with a limit: the server ends a run that sends it more than 2 MiB. */
final class WireConverter extends JacksonJsonPayloadConverter {

  private static final Logger LOG = LoggerFactory.getLogger(WireConverter.class);

  /** Above it something is sent by value that was meant to be sent by reference. */
  private static final int MEANT = 32 * 1024;

  private static final int MAXIMUM = 1024 * 1024;

  private WireConverter() {
    super(Wire.mapper());
  }

  static DataConverter create() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new WireConverter());
  }

  @Override
  public Optional<Payload> toData(Object value) {
    Optional<Payload> data = super.toData(value);
    int size = data.map(payload -> payload.getData().size()).orElse(0);
    if (size > MAXIMUM) {
      throw Failures.failure(Failure.of(FailureKind.PERMANENT, tooLarge(value, size)), true)
          .build();
    }
    if (size > MEANT) {
      LOG.warn("A {} of {} bytes is sent by value.", value.getClass().getName(), size);
    }
    return data;
  }

  private static String tooLarge(Object value, int size) {
    return "A value of "
        + value.getClass().getName()
        + " has "
        + size
        + " bytes, more than the "
        + MAXIMUM
        + " that can be sent: store it and send a reference.";
  }
}
