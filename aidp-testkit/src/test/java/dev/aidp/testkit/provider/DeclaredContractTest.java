package dev.aidp.testkit.provider;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Declared;
import dev.aidp.provider.AgentProvider;
import java.nio.file.Path;

/** An agent that is declared without any code, on a program that it describes in full. */
class DeclaredContractTest extends ProviderContract {

  @Override
  protected StandIn standIn(Path home) {
    return StandIn.of("opencode", home);
  }

  @Override
  protected AgentProvider provider(Path executable) {
    return Declared.of(
        "mine",
        ImmutableMap.<String, String>builder()
            .put("binary", executable.toString())
            .put(
                "args",
                "run --format json [ -m {model} ] {permission} [ --session {session} ]"
                    + " --dir {worktree} --print-logs --log-level ERROR")
            .put("permissions.plan", "--agent plan")
            .put("permissions.edit", "--agent build")
            .put("output", "jsonl")
            .put("usage", "step")
            .put("read.session", "/sessionID")
            .put("read.text", "/part/text")
            .put("read.tool", "/part/tool")
            .put("read.error", "/error/data/message")
            .put("read.end", "/part/reason=stop")
            .put("read.tokens_input", "/part/tokens/input")
            .put("read.tokens_cache_read", "/part/tokens/cache/read")
            .put("read.tokens_cache_write", "/part/tokens/cache/write")
            .put("read.tokens_output", "/part/tokens/output")
            .put("read.cost_usd", "/part/cost")
            .put("failures.auth_expired", "key missing")
            .put("failures.permanent", "too much")
            .put("failures.session_lost", "Session not found")
            .buildOrThrow());
  }
}
