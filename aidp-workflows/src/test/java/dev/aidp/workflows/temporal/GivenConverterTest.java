package dev.aidp.workflows.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.reflect.TypeToken;
import com.google.protobuf.ByteString;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Budget;
import dev.aidp.run.Limits;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.common.converter.PayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.lang.reflect.Type;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The plugin keeps a client's converter and codec; ours is for our own values. */
class GivenConverterTest {

  private static final Limits OURS = Limits.defaults().withBudget(Budget.NONE).withMaxIterations(3);

  private static final Currency EURO = Currency.getInstance("EUR");

  private final AtomicInteger encoded = new AtomicInteger();

  /** Turns every byte around and says so. */
  private final PayloadCodec codec =
      new PayloadCodec() {
        @Override
        public List<Payload> encode(List<Payload> payloads) {
          encoded.addAndGet(payloads.size());
          return payloads.stream()
              .map(
                  plain ->
                      Payload.newBuilder()
                          .putMetadata("encoding", ByteString.copyFromUtf8("test/turned"))
                          .setData(turned(plain.toByteString()))
                          .build())
              .toList();
        }

        @Override
        public List<Payload> decode(List<Payload> payloads) {
          return payloads.stream().map(GivenConverterTest::plain).toList();
        }
      };

  private static Payload plain(Payload payload) {
    if (!encoding(payload).equals("test/turned")) {
      return payload;
    }
    try {
      return Payload.parseFrom(turned(payload.getData()));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteString turned(ByteString bytes) {
    byte[] copy = bytes.toByteArray();
    for (int i = 0; i < copy.length; i++) {
      copy[i] ^= 0x55;
    }
    return ByteString.copyFrom(copy);
  }

  private static String encoding(Payload payload) {
    return payload.getMetadataOrThrow(EncodingKeys.METADATA_ENCODING_KEY).toStringUtf8();
  }

  /** Returns the converter of a client that is given {@code theirs} and the plugin. */
  private static DataConverter beside(DataConverter theirs) {
    WorkflowClientOptions.Builder options =
        WorkflowClientOptions.newBuilder().setDataConverter(theirs);
    new AidpPlugin(List.of(), List.of()).configureWorkflowClient(options);
    return options.build().getDataConverter();
  }

  private static <T> T read(DataConverter converter, Payload payload, Class<T> type) {
    return converter.fromPayload(payload, type, type);
  }

  @Test
  void a_codec_encodes_our_values_and_theirs() {
    DataConverter both =
        beside(new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(codec)));

    Payload ours = both.toPayload(OURS).orElseThrow();
    Payload theirs = both.toPayload("text").orElseThrow();

    assertThat(List.of(encoding(ours), encoding(theirs))).containsOnly("test/turned");
    assertThat(encoded).hasValue(2);
    assertThat(plain(ours).getData().toStringUtf8()).isEqualTo(Wire.json(OURS));
    assertThat(read(both, ours, Limits.class)).isEqualTo(OURS);
    assertThat(read(both, theirs, String.class)).isEqualTo("text");
  }

  @Test
  void what_a_codec_hides_of_failures_stays_hidden_and_is_read_back() {
    DataConverter both =
        beside(
            new CodecDataConverter(
                DefaultDataConverter.newDefaultInstance(), List.of(codec), true));
    Failure failure = Failure.of(FailureKind.PERMANENT, "the secret word");

    var sent = both.exceptionToFailure(Failures.failure(failure, true).build());

    assertThat(sent.toString()).doesNotContain("secret word");
    assertThat(Failures.of(both.failureToException(sent))).isEqualTo(failure);
  }

  /** Writes a currency, which is no type of ours, in a form of its own. */
  private static final class Currencies implements PayloadConverter {
    @Override
    public String getEncodingType() {
      return "test/currency";
    }

    @Override
    public Optional<Payload> toData(Object value) {
      return value instanceof Currency currency
          ? Optional.of(
              Payload.newBuilder()
                  .putMetadata("encoding", ByteString.copyFromUtf8(getEncodingType()))
                  .setData(ByteString.copyFromUtf8(currency.getCurrencyCode()))
                  .build())
          : Optional.empty();
    }

    @Override
    public <T> T fromData(Payload content, Class<T> valueClass, Type valueType) {
      return valueClass.cast(Currency.getInstance(content.getData().toStringUtf8()));
    }
  }

  @Test
  void an_applications_values_keep_its_form_and_ours_have_ours() {
    DefaultDataConverter own = new DefaultDataConverter(converters());
    DataConverter both = beside(own);

    Payload theirs = own.toPayload(EURO).orElseThrow();

    assertThat(both.toPayload(EURO)).contains(theirs);
    assertThat(read(both, theirs, Currency.class)).isEqualTo(EURO);
    Payload ours = both.toPayload(List.of(OURS)).orElseThrow();
    assertThat(ours.getData().toStringUtf8()).isEqualTo(Wire.json(List.of(OURS)));
    Type list = new TypeToken<List<Limits>>() {}.getType();
    assertThat(both.<Object>fromPayload(ours, cast(List.class), list)).isEqualTo(List.of(OURS));
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> cast(Class<?> type) {
    return (Class<T>) type;
  }

  private static PayloadConverter[] converters() {
    List<PayloadConverter> all =
        new java.util.ArrayList<>(List.of(DefaultDataConverter.STANDARD_PAYLOAD_CONVERTERS));
    all.add(all.size() - 1, new Currencies());
    return all.toArray(PayloadConverter[]::new);
  }

  /** Hides everything without being a codec. */
  private final class Hiding implements DataConverter {
    private final DataConverter json = DefaultDataConverter.newDefaultInstance();

    @Override
    public <T> Optional<Payload> toPayload(T value) {
      return json.toPayload(value).map(payload -> codec.encode(List.of(payload)).get(0));
    }

    @Override
    public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
      return json.fromPayload(plain(payload), valueClass, valueType);
    }

    @Override
    public Optional<io.temporal.api.common.v1.Payloads> toPayloads(Object... values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T fromPayloads(
        int index,
        Optional<io.temporal.api.common.v1.Payloads> content,
        Class<T> valueType,
        Type valueGenericType) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void a_converter_that_hides_everything_hides_our_values_too() {
    DataConverter both = beside(new Hiding());

    Payload ours = both.toPayload(OURS).orElseThrow();

    assertThat(encoding(ours)).isEqualTo("test/turned");
    assertThat(read(both, ours, Limits.class)).isEqualTo(OURS);
    // as any other client sends it, and as we send what is JSON already
    Payload others = new Hiding().toPayload(Wire.tree(Wire.json(OURS))).orElseThrow();
    assertThat(read(both, others, Limits.class)).isEqualTo(OURS);
    Payload json = both.toPayload(Wire.tree("\"text\"")).orElseThrow();
    assertThat(read(both, json, String.class)).isEqualTo("text");
    assertThat(read(both, ours, JsonNode.class)).isEqualTo(Wire.tree(Wire.json(OURS)));
  }

  @Test
  void where_nothing_was_chosen_ours_is_for_all() {
    DataConverter both = beside(DefaultDataConverter.STANDARD_INSTANCE);

    Payload payload = both.toPayload(EURO).orElseThrow();

    assertThat(payload.getData().toStringUtf8()).isEqualTo("\"EUR\"");
    assertThat(read(both, payload, Currency.class)).isEqualTo(EURO);
    assertThat(both).isSameAs(beside(both));
  }

  @Test
  void a_context_reaches_their_converter() {
    AtomicLong told = new AtomicLong();
    DataConverter theirs =
        new CodecDataConverter(
            DefaultDataConverter.newDefaultInstance(),
            List.of(
                new PayloadCodec() {
                  @Override
                  public List<Payload> encode(List<Payload> payloads) {
                    return payloads;
                  }

                  @Override
                  public List<Payload> decode(List<Payload> payloads) {
                    return payloads;
                  }

                  @Override
                  public PayloadCodec withContext(
                      io.temporal.payload.context.SerializationContext context) {
                    told.incrementAndGet();
                    return this;
                  }
                }));

    DataConverter there =
        beside(theirs)
            .withContext(
                new io.temporal.payload.context.WorkflowSerializationContext("default", "w"));

    assertThat(there.toPayload(OURS)).isPresent();
    assertThat(told.get()).isPositive();
  }
}
