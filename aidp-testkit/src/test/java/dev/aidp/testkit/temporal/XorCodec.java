package dev.aidp.testkit.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;

/** Hides payloads, for a test. */
final class XorCodec implements PayloadCodec {

  static final String ENCODING = "test/xor";

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream()
        .map(
            plain ->
                Payload.newBuilder()
                    .putMetadata("encoding", ByteString.copyFromUtf8(ENCODING))
                    .setData(turned(plain.toByteString()))
                    .build())
        .toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(XorCodec::plain).toList();
  }

  private static Payload plain(Payload payload) {
    if (!encoding(payload).equals(ENCODING)) {
      return payload;
    }
    try {
      return Payload.parseFrom(turned(payload.getData()));
    } catch (InvalidProtocolBufferException e) {
      throw new PayloadCodecException(e);
    }
  }

  static String encoding(Payload payload) {
    return payload.getMetadataOrDefault("encoding", ByteString.EMPTY).toStringUtf8();
  }

  private static ByteString turned(ByteString bytes) {
    byte[] copy = bytes.toByteArray();
    for (int i = 0; i < copy.length; i++) {
      copy[i] ^= 0x55;
    }
    return ByteString.copyFrom(copy);
  }
}
