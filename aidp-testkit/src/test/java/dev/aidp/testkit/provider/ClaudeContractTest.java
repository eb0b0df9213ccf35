package dev.aidp.testkit.provider;

import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.provider.AgentProvider;
import java.nio.file.Path;

class ClaudeContractTest extends ProviderContract {

  @Override
  protected StandIn standIn(Path home) {
    return StandIn.of("claude", home);
  }

  @Override
  protected AgentProvider provider(Path executable) {
    return Providers.builtIn().startedAs("claude", executable.toString()).named("claude");
  }
}
