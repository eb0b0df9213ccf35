package dev.aidp.testkit.temporal;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Passes every call on to a server behind it: ends TLS, and sees what comes along. */
final class GrpcProxy implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final ManagedChannel behind;
  private final Server server;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  private GrpcProxy(String target, ServerCredentials credentials) throws IOException {
    behind = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    server =
        Grpc.newServerBuilderForPort(0, credentials)
            .maxInboundMessageSize(64 << 20)
            .addTransportFilter(new Counting())
            .fallbackHandlerRegistry(new Everything())
            .build()
            .start();
  }

  static GrpcProxy to(String target, ServerCredentials credentials) throws IOException {
    return new GrpcProxy(target, credentials);
  }

  /** Returns its address. */
  String target() {
    return "localhost:" + server.getPort();
  }

  /** Returns the keys that came with calls, of each call. */
  List<String> keys() {
    return keys;
  }

  int calls() {
    return calls.get();
  }

  /** Returns how many connections were made. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
    behind.shutdownNow();
  }

  private final class Counting extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }
  }

  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(BYTES, BYTES)
              .setFullMethodName(name)
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .build();
      return ServerMethodDefinition.create(method, new PassingOn());
    }
  }

  private final class PassingOn implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> asked, Metadata headers) {
      calls.incrementAndGet();
      String key = headers.get(AUTHORIZATION);
      keys.add(key == null ? "none" : key);
      ClientCall<byte[], byte[]> passed =
          behind.newCall(asked.getMethodDescriptor(), CallOptions.DEFAULT);
      passed.start(new Answers(asked), headers);
      asked.request(2);
      passed.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          passed.sendMessage(message);
        }

        @Override
        public void onHalfClose() {
          passed.halfClose();
        }

        @Override
        public void onCancel() {
          passed.cancel("cancelled by who asks", null);
        }
      };
    }
  }

  private static final class Answers extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> asked;

    Answers(ServerCall<byte[], byte[]> asked) {
      this.asked = asked;
    }

    @Override
    public void onHeaders(Metadata headers) {
      asked.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] message) {
      asked.sendMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      asked.close(status, trailers);
    }
  }
}
