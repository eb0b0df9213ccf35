package dev.aidp.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.UsageException;
import dev.aidp.temporal.TemporalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Temporal's own programs are told holds where our settings say nothing. */
class TemporalProfileTest {

  private static final Config.Given ENGINE = new Config.Given("engine", "temporal", "--engine");

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void begin() {
    environment.put("HOME", home.toString());
  }

  private Config read(@Nullable Path file, Config.Given... options) {
    return Config.read(file, environment, List.of(options));
  }

  private static TemporalConnection.Options connection(Config config) {
    return (TemporalConnection.Options) config.options().temporal().connection();
  }

  private Path profiles() throws IOException {
    Path file = home.resolve(".config/temporalio/temporal.toml");
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file,
        """
        [profile.default]
        address = "default.example:7233"
        namespace = "usual"

        [profile.cloud]
        address = "cloud.example:7233"
        namespace = "acme"
        api_key = "a-key"
        """);
  }

  @Test
  void without_any_nothing_changes() {
    Config config = read(null);

    assertThat(config.serviceKnown()).isFalse();
    assertThat(connection(config)).isEqualTo(TemporalConnection.to("127.0.0.1:7233"));
  }

  @Test
  void the_variables_say_where_the_service_is() {
    environment.put("TEMPORAL_ADDRESS", "there.example:7233");
    environment.put("TEMPORAL_NAMESPACE", "theirs");
    environment.put("TEMPORAL_TLS_SERVER_NAME", "inner.example");
    environment.put("TEMPORAL_API_KEY", "a-key");

    Config config = read(null);

    assertThat(config.serviceKnown()).isTrue();
    assertThat(config.service()).isFalse();
    assertThat(connection(config).target()).isEqualTo("there.example:7233");
    assertThat(connection(config).namespace()).isEqualTo("theirs");
    assertThat(connection(config).tls().serverName()).isEqualTo("inner.example");
    assertThat(connection(config).apiKey())
        .isEqualTo(new TemporalConnection.Variable("TEMPORAL_API_KEY"));
    assertThat(config.options().agents().secrets()).contains("TEMPORAL_API_KEY");
    assertThat(config.all())
        .contains(
            new Setting(
                "temporal.target",
                "there.example:7233",
                Setting.Layer.PROFILE,
                "TEMPORAL_ADDRESS"));
  }

  @Test
  void the_file_has_profiles() throws IOException {
    Path file = profiles();

    Config usual = read(null);
    environment.put("TEMPORAL_PROFILE", "cloud");
    Config cloud = read(null);

    assertThat(connection(usual).target()).isEqualTo("default.example:7233");
    assertThat(connection(cloud).target()).isEqualTo("cloud.example:7233");
    assertThat(connection(cloud).namespace()).isEqualTo("acme");
    assertThat(connection(cloud).apiKey().get()).isEqualTo("a-key");
    assertThat(connection(cloud).toString()).doesNotContain("a-key");
    assertThat(cloud.all()).allMatch(setting -> !"a-key".equals(setting.value()));
    assertThat(cloud.all().stream().map(Setting::origin)).contains(file.toString());
  }

  @Test
  void our_own_settings_count_more() throws IOException {
    environment.put("TEMPORAL_ADDRESS", "there.example:7233");
    environment.put("TEMPORAL_API_KEY", "a-key");
    Path file = Files.writeString(home.resolve("aidp.yml"), "temporal: {target: 'ours:7233'}\n");

    Config bySettings = read(file);
    Config byOption = read(file, new Config.Given("temporal.target", "mine:7233", "--target"));

    assertThat(connection(bySettings).target()).isEqualTo("ours:7233");
    assertThat(connection(bySettings).apiKey()).as("a repository gets no person's key").isNull();
    assertThat(connection(byOption).target()).isEqualTo("mine:7233");
    assertThat(connection(byOption).apiKey()).isNotNull();
  }

  @Test
  void what_is_wrong_there_matters_only_where_a_service_is_asked_for() throws IOException {
    environment.put("TEMPORAL_CONFIG_FILE", home.resolve("broken.toml").toString());
    Files.writeString(home.resolve("broken.toml"), "[profile.default\n");

    assertThat(read(null).engine()).isEqualTo("native");
    assertThatThrownBy(() -> read(null, ENGINE))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> assertThat(e.details().get(0).where()).endsWith("broken.toml"));
  }

  @Test
  void a_certificate_that_is_no_file_is_refused() {
    environment.put("TEMPORAL_TLS_CLIENT_CERT_DATA", "-----BEGIN");

    assertThatThrownBy(() -> read(null, ENGINE))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> assertThat(e.details().get(0).where()).isEqualTo("TEMPORAL_TLS_CLIENT_CERT_DATA"));
  }
}
