package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException.Detail;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Temporal's own programs are told to reach a service, by their environment and their profile
 * file, as settings that hold where ours say nothing.
 */
final class TemporalProfile {

  /** An API key that stands in the profile file; no document shows it. */
  static final String KEY = "temporal.profile.api_key";

  private static final String API_KEY = "TEMPORAL_API_KEY";
  private static final String FILE = "TEMPORAL_CONFIG_FILE";

  private final Map<String, String> environment;
  private final Config ours;
  private final List<Detail> faults = new ArrayList<>();
  private final ImmutableList.Builder<Setting> settings = ImmutableList.builder();

  private TemporalProfile(Map<String, String> environment, Config ours) {
    this.environment = environment;
    this.ours = ours;
  }

  /**
   * Returns what they say; what is wrong there is added to {@code faults} where {@code ours} ask
   * for a service.
   */
  static List<Setting> read(Map<String, String> environment, Config ours, List<Detail> faults) {
    if (environment.keySet().stream().noneMatch(name -> name.startsWith("TEMPORAL_"))
        && !Files.isRegularFile(file(environment))) {
      return List.of();
    }
    TemporalProfile profile = new TemporalProfile(environment, ours);
    profile.read();
    if (ours.service()) {
      faults.addAll(profile.faults);
    }
    return profile.settings.build();
  }

  private void read() {
    ClientConfigProfile profile;
    try {
      profile =
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder()
                  .setEnvOverrides(environment)
                  .setConfigFilePath(file(environment).toString())
                  .build());
    } catch (IOException | RuntimeException e) {
      faults.add(new Detail(origin("TEMPORAL_PROFILE"), "cannot be read: " + e.getMessage()));
      return;
    }
    add(ConfigKey.TARGET.name(), profile.getAddress(), "TEMPORAL_ADDRESS");
    add(ConfigKey.NAMESPACE.name(), profile.getNamespace(), "TEMPORAL_NAMESPACE");
    Setting target = ours.said(ConfigKey.TARGET.name());
    if (target != null && target.layer() == Setting.Layer.FILE) {
      return; // what a repository names is not handed a person's key
    }
    if (environment.containsKey(API_KEY)) {
      add(ConfiguredTemporal.API_KEY.name(), API_KEY, API_KEY);
    } else {
      add(KEY, profile.getApiKey(), API_KEY);
    }
    read(profile.getTls());
  }

  private void read(@Nullable ClientConfigTLS tls) {
    if (tls == null || Boolean.TRUE.equals(tls.isDisabled())) {
      return;
    }
    add(ConfiguredTemporal.TLS.name(), "true", "TEMPORAL_TLS");
    refuse(tls.getServerCACertData() != null, "TEMPORAL_TLS_SERVER_CA_CERT_DATA");
    refuse(tls.getClientCertData() != null, "TEMPORAL_TLS_CLIENT_CERT_DATA");
    refuse(tls.getClientKeyData() != null, "TEMPORAL_TLS_CLIENT_KEY_DATA");
    refuse(
        Boolean.TRUE.equals(tls.isDisableHostVerification()),
        "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION");
    file(ConfiguredTemporal.AUTHORITIES, tls.getServerCACertPath(), "SERVER_CA_CERT_PATH");
    file(ConfiguredTemporal.CERTIFICATE, tls.getClientCertPath(), "CLIENT_CERT_PATH");
    file(ConfiguredTemporal.KEY, tls.getClientKeyPath(), "CLIENT_KEY_PATH");
    add(ConfiguredTemporal.SERVER_NAME.name(), tls.getServerName(), "TEMPORAL_TLS_SERVER_NAME");
  }

  private void refuse(boolean said, String variable) {
    if (said) {
      faults.add(
          new Detail(origin(variable), "is not taken over; name a file, or use temporal.tls"));
    }
  }

  private void file(ConfigKey<String> key, @Nullable String path, String variable) {
    add(
        key.name(),
        path == null ? null : Path.of(path).toAbsolutePath().toString(),
        "TEMPORAL_TLS_" + variable);
  }

  private void add(String key, @Nullable String value, String variable) {
    if (value != null && !value.isEmpty()) {
      settings.add(new Setting(key, value, Setting.Layer.PROFILE, origin(variable)));
    }
  }

  private String origin(String variable) {
    return environment.containsKey(variable) ? variable : file(environment).toString();
  }

  private static Path file(Map<String, String> environment) {
    String named = environment.getOrDefault(FILE, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder = configuration.isEmpty() ? Path.of(home, ".config") : Path.of(configuration);
    return folder.resolve("temporalio").resolve("temporal.toml");
  }
}
