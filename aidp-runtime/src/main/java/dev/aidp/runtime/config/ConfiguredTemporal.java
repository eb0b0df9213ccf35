package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.AidpOptions.ForTemporal.EveryRun;
import dev.aidp.temporal.TemporalConnection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which Temporal service runs are on and how it is reached, as the settings say. */
record ConfiguredTemporal(Config config) {

  private static final ConfigType<String> FILE =
      ConfigType.text("the name of a file, from the top of the repository");

  static final ConfigKey<Boolean> TLS =
      new ConfigKey<>(
          "temporal.tls.enabled",
          ConfigType.FLAG,
          "false",
          "Whether the Temporal service is reached by TLS; the keys beside this one and"
              + " temporal.api_key_env switch it on too.");

  static final ConfigKey<String> AUTHORITIES =
      new ConfigKey<>(
          "temporal.tls.ca",
          FILE,
          null,
          "A file with the certificates that are trusted, in PEM; without it those that Java"
              + " trusts.");

  static final ConfigKey<String> CERTIFICATE =
      new ConfigKey<>(
          "temporal.tls.certificate",
          FILE,
          null,
          "A file with the certificate by which the service knows this client (mTLS), in PEM.");

  static final ConfigKey<String> KEY =
      new ConfigKey<>(
          "temporal.tls.key",
          FILE,
          null,
          "A file with the private key of that certificate, in PEM (PKCS 8).");

  static final ConfigKey<String> SERVER_NAME =
      new ConfigKey<>(
          "temporal.tls.server_name",
          ConfigType.text("a name"),
          null,
          "The name for which the service's certificate must be, where it is not the target's.");

  static final ConfigKey<String> API_KEY =
      new ConfigKey<>(
          "temporal.api_key_env",
          ConfigType.text("the name of an environment variable"),
          null,
          "The environment variable that holds the API key of the Temporal service; its value is a"
              + " secret.");

  /** Those that only this class reads, in the order of documents. */
  static final ImmutableList<ConfigKey<?>> KEYS =
      ImmutableList.of(TLS, AUTHORITIES, CERTIFICATE, KEY, SERVER_NAME, API_KEY);

  /** Returns what is wrong with them. */
  List<Detail> faults() {
    Setting certificate = config.said(CERTIFICATE.name());
    Setting key = config.said(KEY.name());
    if ((certificate == null) == (key == null)) {
      return List.of();
    }
    return List.of(
        certificate != null
            ? new Detail(certificate.origin(), "names a certificate; " + KEY.name() + " is needed")
            : new Detail(
                key == null ? "" : key.origin(),
                "names a private key; " + CERTIFICATE.name() + " is needed"));
  }

  AidpOptions.ForTemporal options() {
    return new AidpOptions.ForTemporal(
        connection(),
        new EveryRun(given(ConfigKey.TARGET), given(ConfigKey.NAMESPACE)),
        config.needed(ConfigKey.FALLBACK).equals("native"),
        queues());
  }

  /** What a person says at a call holds for every run, what a file says for new ones. */
  private @Nullable String given(ConfigKey<String> key) {
    return config.given(key) ? config.needed(key) : null;
  }

  /** Returns the variable that holds the API key, or null. */
  @Nullable String apiKeyVariable() {
    return config.get(API_KEY);
  }

  private TemporalConnection connection() {
    TemporalConnection.Options to =
        TemporalConnection.to(config.needed(ConfigKey.TARGET))
            .withNamespace(config.needed(ConfigKey.NAMESPACE))
            .withTls(
                new TemporalConnection.Tls(
                    config.needed(TLS),
                    path(AUTHORITIES),
                    path(CERTIFICATE),
                    path(KEY),
                    config.get(SERVER_NAME)));
    String variable = apiKeyVariable();
    Setting profile = config.said(TemporalProfile.KEY);
    return variable != null
        ? to.withApiKeyFrom(variable)
        : profile == null ? to : to.withApiKey(new Told(String.valueOf(profile.value())));
  }

  /** An API key, for nobody to see. */
  private record Told(String key) implements Supplier<String> {

    @Override
    public String get() {
      return key;
    }

    @Override
    public String toString() {
      return "(an API key)";
    }
  }

  private @Nullable Path path(ConfigKey<String> key) {
    String file = config.get(key);
    return file == null ? null : Path.of(file);
  }

  private Map<String, String> queues() {
    Map<String, String> queues = new LinkedHashMap<>();
    ConfigKey.QUEUES.stream()
        .map(ConfigKey::queue)
        .filter(queue -> config.said(queue.name()) != null)
        .forEach(
            queue ->
                queues.put(
                    queue.name().substring("temporal.queues.".length()), config.needed(queue)));
    return ImmutableMap.copyOf(queues);
  }
}
