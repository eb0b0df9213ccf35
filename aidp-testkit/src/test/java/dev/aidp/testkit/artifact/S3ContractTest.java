package dev.aidp.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.artifact.ObjectStores;
import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket, on a server that looks at signatures. */
class S3ContractTest extends ObjectStoreContract {

  @TempDir static Path home;
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.in(home);
  }

  @AfterAll
  static void end() throws Exception {
    S3Server.noCredentials();
    server.close();
  }

  @BeforeEach
  void know_the_secret() {
    S3Server.credentials(S3Server.SECRET);
  }

  private static ObjectStore at(String address) {
    return ObjectStores.open(home, address);
  }

  @Override
  protected ObjectStore store() {
    return at(server.address());
  }

  @Override
  protected ObjectStore silent() {
    return at("s3://bucket?endpoint=http://127.0.0.1:9"); // nobody listens at that port
  }

  @Override
  protected Optional<ObjectStore> refusing() {
    S3Server.credentials("another secret");
    return Optional.of(store());
  }

  @Test
  void a_bucket_that_is_not_there_is_not_an_empty_one() {
    ObjectStore store = at("s3://none?endpoint=" + server.endpoint());

    assertThatThrownBy(store::demand)
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("s3://none/ at http://127.0.0.1:")
        .hasMessageContaining("NoSuchBucket");
    assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(UnusableException.class);
  }

  @Test
  void who_has_no_credentials_is_told_where_they_come_from() {
    S3Server.noCredentials();
    ObjectStore store = store();

    assertThatThrownBy(store::demand)
        .isInstanceOfSatisfying(
            UnusableException.class,
            e -> assertThat(e.remedy()).contains("AWS_ACCESS_KEY_ID", "s3:ListBucket"))
        .hasMessageContaining("credentials");
  }

  @Test
  void what_is_above_its_prefix_is_not_its_own() throws IOException {
    at("s3://bucket?endpoint=" + server.endpoint()).put("fleet/x/1", file("1"));

    assertThat(store().keys("x/")).containsExactly("x/1");
    assertThat(at("s3://bucket/fl/?endpoint=" + server.endpoint()).keys("eet/")).isEmpty();
  }

  private static Path file(String text) throws IOException {
    return Files.writeString(home.resolve("file"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:///prefix",
        "s3://key:secret@bucket/prefix",
        "s3://bucket?endpoint=ftp://host",
        "s3://bucket?endpoint=https://key:secret@host",
        "s3://bucket?secret=x",
        "s3://bucket/a b"
      })
  void an_address_that_is_none_is_refused(String address) {
    assertThatThrownBy(() -> at(address))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no place for artifacts")
        .hasMessageNotContaining("secret@");
  }
}
