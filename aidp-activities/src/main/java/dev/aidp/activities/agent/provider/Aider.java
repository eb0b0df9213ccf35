package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.TOKENS;

import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
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

  private Aider() {}

  static TurnReader reader() {
    return new Reader();
  }

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
    private @Nullable ProviderError fault;

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
        fault = ProviderError.of(before.length() > 4_000 ? line : before + line);
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
    public TurnOutput end(@Nullable Integer exitCode) {
      boolean well = exitCode != null && exitCode == 0;
      return new TurnOutput(null, usage, over || well || fault != null, fault);
    }
  }
}
