package dev.aidp.testkit.provider;

import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.provider.AgentProvider;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Nested;

/** Every program that Aidp knows by name, on its stand-in. */
class BuiltInContractTest {

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
