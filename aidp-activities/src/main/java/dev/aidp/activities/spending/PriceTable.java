package dev.aidp.activities.spending;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Usage;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices what providers tell in tokens alone. Pure; what it says is an estimate. */
public final class PriceTable {

  /**
   * What is asked of a model that nobody knows: as much as of a dear one, so that a budget holds.
   */
  static final Price UNKNOWN = new Price(5, 0.5, 6.25, 30);

  /**
   * List prices by the beginning of a model's name; the longest that fits holds. Where they are
   * from, and of when, is in docs/budgets.md; who is not here is priced as unknown.
   */
  static final ImmutableMap<String, Price> BUILT_IN =
      ImmutableMap.<String, Price>builder()
          .put("claude-opus-4", new Price(15, 1.5, 18.75, 75))
          .put("claude-3-opus", new Price(15, 1.5, 18.75, 75))
          .put("claude-opus-4-5", new Price(5, 0.5, 6.25, 25))
          .put("claude-opus-4-6", new Price(5, 0.5, 6.25, 25))
          .put("claude-opus-4-7", new Price(5, 0.5, 6.25, 25))
          .put("claude-opus-4-8", new Price(5, 0.5, 6.25, 25))
          .put("claude-opus-5", new Price(5, 0.5, 6.25, 25))
          .put("opus", new Price(5, 0.5, 6.25, 25))
          .put("claude-sonnet-4", new Price(3, 0.3, 3.75, 15))
          .put("claude-3-7-sonnet", new Price(3, 0.3, 3.75, 15))
          .put("sonnet", new Price(3, 0.3, 3.75, 15))
          .put("claude-sonnet-5", new Price(2, 0.2, 2.5, 10))
          .put("claude-haiku-4-5", new Price(1, 0.1, 1.25, 5))
          .put("haiku", new Price(1, 0.1, 1.25, 5))
          .put("claude-3-5-haiku", new Price(0.8, 0.08, 1, 4))
          .put("claude-fable-5", new Price(10, 1, 12.5, 50))
          .put("gpt-5", new Price(1.25, 0.125, 1.25, 10))
          .put("gpt-5-mini", new Price(0.25, 0.025, 0.25, 2))
          .put("gpt-5.2", new Price(1.75, 0.175, 1.75, 14))
          .put("gpt-5.3-codex", new Price(1.75, 0.175, 1.75, 14))
          .put("gpt-5.4", new Price(2.5, 0.25, 2.5, 15))
          .put("gpt-5.4-mini", new Price(0.75, 0.075, 0.75, 4.5))
          .put("gpt-5.4-nano", new Price(0.2, 0.02, 0.2, 1.25))
          .put("gpt-5.5", new Price(5, 0.5, 5, 30))
          .put("gpt-5.6-luna", new Price(0.2, 0.02, 0.25, 1.2))
          .put("gpt-5.6-sol", new Price(5, 0.5, 6.25, 30))
          .put("gpt-5.6-terra", new Price(2, 0.2, 2.5, 12))
          .put("gpt-4.1", new Price(2, 0.5, 2, 8))
          .put("gemini-3.1-pro", new Price(2, 0.2, 2, 12))
          .put("gemini-3.5-flash", new Price(1.5, 0.15, 1.5, 9))
          .buildOrThrow();

  private final ImmutableMap<String, Price> own;

  /** Makes one in which {@code own}, by the beginning of a model's name, comes first. */
  public PriceTable(Map<String, Price> own) {
    this.own = ImmutableMap.copyOf(own);
  }

  /**
   * Returns {@code usage} with a price: the provider's own, or one from the table, marked as an
   * estimate.
   *
   * @param model the model, or null if nobody says
   */
  public Usage priced(Usage usage, @Nullable String model) {
    if (usage.costMicroUsd() > 0 || usage.tokens() == 0) {
      return usage;
    }
    return new Usage(
        usage.inputTokens(),
        usage.cacheReadTokens(),
        usage.cacheWriteTokens(),
        usage.outputTokens(),
        price(model).microUsd(usage),
        true);
  }

  private Price price(@Nullable String model) {
    if (model == null) {
      return UNKNOWN;
    }
    Price found = longest(own, model);
    if (found == null) {
      found = longest(BUILT_IN, model);
    }
    return found == null ? UNKNOWN : found;
  }

  private static @Nullable Price longest(Map<String, Price> prices, String model) {
    // Some providers put a vendor before the name: "anthropic/claude-…".
    String full = model.toLowerCase(Locale.ROOT);
    String last = full.substring(full.lastIndexOf('/') + 1);
    // One maker's models are written with hyphens by himself and with a dot by others.
    String bare = last.startsWith("claude") ? last.replace('.', '-') : last;
    return prices.entrySet().stream()
        .filter(each -> begins(full, each.getKey()) || begins(bare, each.getKey()))
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  private static boolean begins(String model, String prefix) {
    return model.startsWith(prefix.toLowerCase(Locale.ROOT)) && !goesOn(model, prefix.length());
  }

  /** Version 5.7 is not version 5, and 41 not 4. */
  private static boolean goesOn(String model, int end) {
    String rest = model.substring(end);
    boolean digit = end > 0 && Character.isDigit(model.charAt(end - 1));
    return digit && !rest.isEmpty() && (rest.charAt(0) == '.' || Character.isDigit(rest.charAt(0)));
  }
}
