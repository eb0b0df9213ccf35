package dev.aidp.workflows.turn;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.text.Excerpt;
import java.util.Map;
import java.util.stream.Collectors;

/** What to do about expired logins. */
final class Logins {

  private static final ImmutableMap<String, String> REMEDIES =
      ImmutableMap.<String, String>builder()
          .put("claude", "run `claude` and type /login")
          .put("codex", "run `codex login`")
          .put("gemini", "run `gemini` and choose a login, or set GEMINI_API_KEY")
          .put("cursor", "run `cursor-agent login`")
          .put("copilot", "run `copilot` and type /login")
          .put("aider", "set the API key of its model's provider")
          .put("opencode", "run `opencode auth login`")
          .put("kilocode", "run `kilo auth login`")
          .build();

  private Logins() {}

  /** Returns the failure of work all of whose agents have lost their logins. */
  static Failure expired(Map<String, Unavailability> away) {
    return Failure.of(
        FailureKind.AUTH_EXPIRED,
        "No agent can be asked: the login of each has expired or is missing. %s Then retry."
            .formatted(
                away.entrySet().stream()
                    .map(each -> remedy(each.getKey(), each.getValue()))
                    .collect(Collectors.joining(" "))));
  }

  private static String remedy(String agent, Unavailability away) {
    String what = REMEDIES.getOrDefault(agent, "log in again");
    return "%s: %s (%s).".formatted(agent, what, Excerpt.start(away.why(), 200));
  }
}
