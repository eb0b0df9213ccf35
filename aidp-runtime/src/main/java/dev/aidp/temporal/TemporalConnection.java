package dev.aidp.temporal;

import com.uber.m3.tally.Scope;
import dev.aidp.failure.UsageException;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to a Temporal service: a connection that the application has, or what is needed to make
 * one.
 *
 * <pre>{@code
 * TemporalConnection cloud =
 *     TemporalConnection.to("acme.a2dd6.tmprl.cloud:7233")
 *         .withNamespace("acme.a2dd6")
 *         .withApiKeyFrom("TEMPORAL_API_KEY");
 * Aidp aidp = Aidp.open(repository, AidpOptions.defaults().with(cloud));
 * }</pre>
 *
 * <p>All that use an equal one in a process share one connection, which is closed by the last of
 * them; one that was given is closed only by its owner.
 */
public sealed interface TemporalConnection
    permits TemporalConnection.Given, TemporalConnection.Options {

  /** Returns the address of the service, {@code HOST:PORT}. */
  String target();

  /** Returns the namespace on the service. */
  String namespace();

  /** Returns the way to {@code target}, {@code HOST:PORT}: without TLS, to the usual namespace. */
  static Options to(String target) {
    return new Options(target, "default", Tls.NONE, null, null, null);
  }

  /**
   * Returns the connection of {@code client}, with its namespace, converter, codec and
   * interceptors. Its plugins have configured it already; they do not reach Aidp's workers.
   */
  static TemporalConnection of(WorkflowClient client) {
    return new Given(client);
  }

  /** Returns the connection {@code stubs}. */
  static TemporalConnection of(WorkflowServiceStubs stubs, String namespace) {
    return new Given(
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build()));
  }

  /**
   * A connection of the application's own.
   *
   * @param client the client that has it
   */
  record Given(WorkflowClient client) implements TemporalConnection {

    @Override
    public String target() {
      WorkflowServiceStubs stubs = client.getWorkflowServiceStubs();
      String target = stubs.getOptions().getTarget();
      return target == null ? stubs.getRawChannel().authority() : target;
    }

    @Override
    public String namespace() {
      return client.getOptions().getNamespace();
    }
  }

  /**
   * What is needed to make a connection.
   *
   * @param target the address of the service, {@code HOST:PORT}
   * @param namespace the namespace on it
   * @param tls whether and how it is reached by TLS; an API key switches it on
   * @param apiKey gives the API key, for each call anew, so that it may change; or null
   * @param codec encodes all that the service is given to keep, failures included, and is needed by
   *     every process that looks at its runs; or null
   * @param metrics gets the counts and times of the SDK; or null
   */
  @RecordBuilder
  record Options(
      String target,
      String namespace,
      Tls tls,
      @Nullable Supplier<String> apiKey,
      @Nullable PayloadCodec codec,
      @Nullable Scope metrics)
      implements TemporalConnection, TemporalConnectionOptionsBuilder.With {

    /** Returns a copy whose API key is the value of the environment variable {@code variable}. */
    public Options withApiKeyFrom(String variable) {
      return withApiKey(new Variable(variable));
    }

    /** Returns a copy that is reached without TLS and without a key. */
    public Options unsecured() {
      return withTls(Tls.NONE).withApiKey(null);
    }

    /** Returns whether it is reached by TLS. */
    public boolean secured() {
      return tls.on() || apiKey != null;
    }
  }

  /**
   * How a service is reached by TLS.
   *
   * @param on whether it is; files and a name switch it on
   * @param authorities a file with the certificates that are trusted, in PEM; null: those that Java
   *     trusts
   * @param certificate a file with the certificate of this client, in PEM; or null
   * @param key a file with its private key, in PEM (PKCS 8); or null
   * @param serverName the name for which the service's certificate must be; null: the target's
   */
  record Tls(
      boolean on,
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String serverName) {

    /** Not at all. */
    public static final Tls NONE = new Tls(false, null, null, null, null);

    /** With the certificates that Java trusts, and none of one's own. */
    public static final Tls USUAL = new Tls(true, null, null, null, null);

    /** Refuses half a pair; files and a name switch it on. */
    public Tls {
      if ((certificate == null) != (key == null)) {
        throw new UsageException(
            "A certificate and its key need each other.", null, "Name both, or neither.");
      }
      on = on || authorities != null || certificate != null || serverName != null;
    }

    /** Returns a copy that trusts the certificates in {@code file} instead of those of Java. */
    public Tls trusting(Path file) {
      return new Tls(true, file, certificate, key, serverName);
    }

    /** Returns a copy with a certificate of this client and its key (mTLS). */
    public Tls presenting(Path ownCertificate, Path ownKey) {
      return new Tls(true, authorities, ownCertificate, ownKey, serverName);
    }

    /** Returns a copy whose files are looked for from {@code folder}. */
    public Tls in(Path folder) {
      return new Tls(
          on, from(folder, authorities), from(folder, certificate), from(folder, key), serverName);
    }

    private static @Nullable Path from(Path folder, @Nullable Path file) {
      return file == null ? null : folder.resolve(file);
    }
  }

  /**
   * The value of an environment variable.
   *
   * @param name of the variable
   */
  record Variable(String name) implements Supplier<String> {

    /**
     * Returns the value.
     *
     * @throws UsageException if there is none
     */
    @Override
    public String get() {
      String value = System.getenv(name);
      if (value == null || value.isBlank()) {
        throw new UsageException(
            "The environment variable " + name + ", the key of the Temporal service, is not set.",
            name,
            "Set it, or name another one (temporal.api_key_env).");
      }
      return value.strip();
    }
  }
}
