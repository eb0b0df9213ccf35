package dev.aidp.testkit.provider;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Declared;
import dev.aidp.provider.AgentProvider;
import java.nio.file.Path;

/** An agent that is declared without any code, on a program that it describes in full. */
class DeclaredContractTest extends ProviderContract {

  @Override
  protected StandIn standIn(Path home) {
    return StandIn.of("claude", home);
  }

  @Override
  protected AgentProvider provider(Path executable) {
    return Declared.of(
        "mine",
        ImmutableMap.<String, String>builder()
            .put("binary", executable.toString())
            .put(
                "args",
                "-p --output-format stream-json --verbose {permission} [ --model {model} ]"
                    + " [ --session-id {new_session} ] [ --resume {session} ] [ --max-budget-usd {budget_usd} ]")
            .put("permissions.plan", "--permission-mode plan")
            .put("permissions.edit", "--permission-mode acceptEdits")
            .put("output", "jsonl")
            .put("usage", "session")
            .put("read.session", "/session_id")
            .put("read.text", "/result")
            .put("read.error", "/error")
            .put("read.end", "/type=result")
            .put("read.tokens_input", "/modelUsage/m/inputTokens")
            .put("read.tokens_cache_read", "/modelUsage/m/cacheReadInputTokens")
            .put("read.tokens_cache_write", "/modelUsage/m/cacheCreationInputTokens")
            .put("read.tokens_output", "/modelUsage/m/outputTokens")
            .put("read.cost_usd", "/total_cost_usd")
            .put("failures.quota_exceeded", "session limit")
            .put("failures.session_lost", "No conversation found")
            .buildOrThrow());
  }
}
