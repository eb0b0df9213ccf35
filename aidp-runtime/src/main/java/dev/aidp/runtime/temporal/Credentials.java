package dev.aidp.runtime.temporal;

import dev.aidp.failure.UsageException;
import dev.aidp.temporal.TemporalConnection;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** By what a service knows us, and we it. */
final class Credentials {

  private Credentials() {}

  /**
   * Adds those of {@code to}.
   *
   * @throws UsageException if a file or the key is not there, or is none
   */
  static void add(TemporalConnection.Options to, WorkflowServiceStubsOptions.Builder stubs) {
    Supplier<String> key = to.apiKey();
    if (key != null) {
      var unused = key.get(); // that there is one is said before anything is begun
      stubs.addApiKey(key::get);
    }
    TemporalConnection.Tls tls = to.tls();
    if (!to.secured()) {
      return;
    }
    stubs.setSslContext(context(tls));
    String name = tls.serverName();
    if (name != null) {
      stubs.setChannelInitializer(channel -> channel.overrideAuthority(name));
    }
  }

  private static SslContext context(TemporalConnection.Tls tls) {
    Path authorities = readable(tls.authorities(), "temporal.tls.ca");
    Path certificate = readable(tls.certificate(), "temporal.tls.certificate");
    Path key = readable(tls.key(), "temporal.tls.key");
    try {
      SslContextBuilder context = GrpcSslContexts.forClient();
      if (authorities != null) {
        context.trustManager(authorities.toFile());
      }
      if (certificate != null && key != null) {
        context.keyManager(certificate.toFile(), key.toFile());
      }
      return context.build();
    } catch (SSLException | IllegalArgumentException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new UsageException(
          "The certificates for the Temporal service cannot be used: " + why.getMessage(),
          "temporal.tls",
          "Use PEM files; the private key in PKCS 8, without a password.");
    }
  }

  private static @Nullable Path readable(@Nullable Path file, String setting) {
    if (file != null && !Files.isReadable(file)) {
      throw new UsageException(
          "The file " + file + " cannot be read.", setting, "Name one that is there.");
    }
    return file;
  }
}
