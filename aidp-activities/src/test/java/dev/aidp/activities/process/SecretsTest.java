package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void values_of_variables_that_are_named_so_are_masked() {
    Secrets secrets =
        Secrets.in(
            ImmutableMap.of(
                "SOME_API_KEY", "sk-12345678",
                "FORGE_TOKEN", "sk-12345678-and-more",
                "PASSWORD", "short",
                "HOME", "/home/somebody"));

    assertThat(secrets.masked("a sk-12345678 b sk-12345678-and-more short /home/somebody"))
        .isEqualTo("a *** b *** short /home/somebody");
  }
}
