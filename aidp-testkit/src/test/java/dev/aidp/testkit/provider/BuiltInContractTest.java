package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.run.Permission;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;

/** Every program that Aidp knows by name, on its stand-in; what was shown is in the docs. */
class BuiltInContractTest {

  private static final CapabilityTable TABLE = new CapabilityTable();
  private static final Map<String, Set<String>> TRIED = new ConcurrentHashMap<>();

  @Test
  void there_is_a_stand_in_for_each_program() {
    assertThat(StandIn.providers()).isEqualTo(Providers.builtIn().names());
  }

  @AfterAll
  static void the_page_shows_what_was_shown() throws IOException {
    Set<String> cases =
        Stream.of(ProviderContract.class.getDeclaredMethods())
            .filter(
                method ->
                    method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(ParameterizedTest.class))
            .map(Method::getName)
            .collect(Collectors.toSet());
    boolean all =
        Providers.builtIn().names().stream()
            .allMatch(name -> TRIED.getOrDefault(name, Set.of()).containsAll(cases));
    if (all) { // of some of the cases nothing follows
      TABLE.check();
    }
  }

  @Nested
  class Claude extends BuiltIn {
    Claude() {
      super("claude");
    }
  }

  @Nested
  class Codex extends BuiltIn {
    Codex() {
      super("codex");
    }
  }

  @Nested
  class Gemini extends BuiltIn {
    Gemini() {
      super("gemini");
    }
  }

  @Nested
  class Cursor extends BuiltIn {
    Cursor() {
      super("cursor");
    }
  }

  @Nested
  class Copilot extends BuiltIn {
    Copilot() {
      super("copilot");
    }
  }

  @Nested
  class Aider extends BuiltIn {
    Aider() {
      super("aider");
    }
  }

  @Nested
  class Opencode extends BuiltIn {
    Opencode() {
      super("opencode");
    }
  }

  @Nested
  class Kilocode extends BuiltIn {
    Kilocode() {
      super("kilocode");
    }
  }

  abstract static class BuiltIn extends ProviderContract {

    private final String name;

    BuiltIn(String name) {
      this.name = name;
    }

    @BeforeEach
    void tried(TestInfo test) {
      TRIED
          .computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet())
          .add(test.getTestMethod().orElseThrow().getName());
    }

    @Override
    protected void shown(Feature feature) {
      TABLE.shown(name, feature);
    }

    @Override
    protected void shown(Permission permission) {
      TABLE.shown(name, permission);
    }

    @Override
    protected void shown(PromptWay way) {
      TABLE.shown(name, way);
    }

    @Override
    protected StandIn standIn(Path home) {
      return StandIn.of(name, home);
    }

    @Override
    protected AgentProvider provider(Path executable) {
      Providers providers = Providers.builtIn().startedAs(name, executable.toString());
      return Objects.requireNonNull(providers.named(name));
    }
  }
}
