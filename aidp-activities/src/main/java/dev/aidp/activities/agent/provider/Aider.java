package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.COST;
import static dev.aidp.provider.Capabilities.Feature.RESUMES;
import static dev.aidp.provider.Capabilities.Feature.SESSION_NAMED;
import static dev.aidp.provider.Capabilities.Feature.TOKENS;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Fault;
import dev.aidp.provider.Probe;
import dev.aidp.provider.Reading;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Permission;
import dev.aidp.run.Usage;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * aider. Writes text, and exits well on most failures of the model: the line that tells its tokens
 * ends a turn, a line of its model library after that is a failure. Its history file is its
 * session.
 */
final class Aider {

  private static final String HISTORY =
      "--chat-history-file {files}/chat.md --input-history-file {files}/input.history";

  static final Adapter ADAPTER =
      new Adapter(
          "aider",
          "aider",
          Words.of(
              "--message-file {prompt_file} --yes-always [ --model {model} ] {permission}"
                  + " --no-auto-commits --no-pretty --no-stream --no-fancy-input --no-check-update"
                  + " --analytics-disable --no-show-model-warnings --no-detect-urls"
                  + " --no-suggest-shell-commands --no-gitignore "
                  + HISTORY
                  + " [ {session?} --restore-chat-history ]"),
          ImmutableMap.of(
              Permission.PLAN, Words.of("--dry-run"),
              Permission.EDIT, Words.of(""),
              Permission.FULL, Words.of("")),
          ImmutableMap.of(),
          ImmutableSet.of(),
          new Capabilities(
              PromptWay.FILE,
              ImmutableSet.of(RESUMES, SESSION_NAMED, TOKENS, COST),
              ImmutableSet.copyOf(Permission.values())),
          order -> new Reader(),
          new FailureHints(
              ImmutableList.of(
                  FailureHints.Text.of(
                      FailureKind.QUOTA_EXCEEDED,
                      "Insufficient credits with the API provider|BudgetExceededError"),
                  FailureHints.Text.of(
                      FailureKind.RATE_LIMITED, "API provider has rate limited you|RateLimitError"),
                  FailureHints.Text.of(
                      FailureKind.AUTH_EXPIRED,
                      "not able to authenticate you|AuthenticationError|Check your API key and/or"
                          + " credentials"),
                  FailureHints.Text.of(
                      FailureKind.PERMANENT,
                      "exhausted context window|has hit a token limit|ContextWindowExceededError"),
                  FailureHints.Text.of(
                      FailureKind.TIMEOUT, "API provider timed out|litellm\\.Timeout"),
                  FailureHints.Text.of(
                      FailureKind.TRANSIENT,
                      "servers are down or"
                          + " overloaded|ServiceUnavailableError|InternalServerError|APIConnectionError")),
              ImmutableMap.of(),
              null),
          new Probe(
              ImmutableList.of("aider", "--version"),
              ImmutableList.of(
                  "ANTHROPIC_API_KEY",
                  "OPENAI_API_KEY",
                  "OPENROUTER_API_KEY",
                  "GEMINI_API_KEY",
                  "DEEPSEEK_API_KEY"),
              ImmutableList.of(".aider.conf.yml"),
              "python -m pip install aider-install && aider-install"),
          ImmutableList.of(
              "AIDER_*",
              "ANTHROPIC_*",
              "OPENAI_*",
              "OPENROUTER_*",
              "GEMINI_*",
              "DEEPSEEK_*",
              "AZURE_*"));

  private Aider() {}

  /** Looks for the few lines of aider's own. */
  private static final class Reader implements TurnReader {

    private static final Pattern TOKENS =
        Pattern.compile("Tokens: (.+? received)\\.(?: Cost: (.*))?");
    private static final Pattern COST_LINE = Pattern.compile("Cost: (.*)");
    private static final Pattern PART =
        Pattern.compile("([\\d.,]+)([kM]?) (sent|cache write|cache hit|received)");
    private static final Pattern MESSAGE_COST = Pattern.compile("\\$([\\d.]+) message");
    private static final Pattern FAULT =
        Pattern.compile(
            "litellm\\.\\w+.*|The API provider .*|Insufficient credits with the API"
                + " provider.*|Permission was denied\\. Check .*|.*possibly exhausted context"
                + " window!.*|Model .* has hit a token limit!.*");

    private Usage usage = Usage.NONE;
    private boolean over;
    private @Nullable Fault fault;

    @Override
    public @Nullable String output(String line) {
      Matcher tokens = TOKENS.matcher(line);
      Matcher cost = COST_LINE.matcher(line);
      if (tokens.matches()) {
        usage = usage.plus(parts(tokens.group(1)));
        over = true;
        fault = null;
        price(tokens.group(2));
      } else if (cost.matches()) {
        price(cost.group(1));
      } else if (FAULT.matcher(line.strip()).matches()) {
        String before = fault == null ? "" : fault.message() + "\n";
        fault = Fault.of(before.length() > 4_000 ? line : before + line);
      }
      return null;
    }

    private static Usage parts(String text) {
      Usage sum = Usage.NONE;
      long read = 0;
      Matcher part = PART.matcher(text);
      while (part.find()) {
        long number = number(part.group(1), part.group(2));
        switch (part.group(3)) {
          case "cache write" -> sum = sum.plus(new Usage(0, 0, number, 0, 0, false));
          case "cache hit" -> sum = sum.plus(new Usage(0, number, 0, 0, 0, false));
          case "received" -> sum = sum.plus(new Usage(0, 0, 0, number, 0, false));
          default -> read = number;
        }
      }
      return sum.plus(new Usage(read, 0, 0, 0, 0, false));
    }

    private static long number(String digits, String unit) {
      BigDecimal factor =
          switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> BigDecimal.valueOf(1_000);
            case "m" -> BigDecimal.valueOf(1_000_000);
            default -> BigDecimal.ONE;
          };
      try {
        return new BigDecimal(digits.replace(",", "")).multiply(factor).longValue();
      } catch (NumberFormatException e) {
        return 0; // it looked like a number and is none
      }
    }

    private void price(@Nullable String text) {
      Matcher cost = MESSAGE_COST.matcher(text == null ? "" : text);
      if (cost.find()) {
        long micro = number(cost.group(1), "M");
        usage = usage.plus(new Usage(0, 0, 0, 0, micro, false));
      }
    }

    @Override
    public @Nullable String session() {
      return null;
    }

    @Override
    public Usage used() {
      return usage;
    }

    @Override
    public boolean done() {
      return false;
    }

    @Override
    public Reading end(@Nullable Integer exitCode) {
      boolean well = exitCode != null && exitCode == 0;
      return new Reading(null, usage, over || well || fault != null, fault);
    }
  }
}
