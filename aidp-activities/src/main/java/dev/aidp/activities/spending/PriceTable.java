package dev.aidp.activities.spending;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Usage;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices what providers tell in tokens alone. Pure; what it says is an estimate. */
public final class PriceTable {

  /** What is asked of a model that nobody knows: rather too much, so that a budget holds. */
  static final Price UNKNOWN = new Price(3, 0.3, 3.75, 15);

  /** List prices by the beginning of a model's name; the longest that fits holds. */
  static final ImmutableMap<String, Price> BUILT_IN =
      ImmutableMap.<String, Price>builder()
          .put("claude-opus", new Price(15, 1.5, 18.75, 75))
          .put("claude-opus-4-5", new Price(5, 0.5, 6.25, 25))
          .put("claude-sonnet", new Price(3, 0.3, 3.75, 15))
          .put("claude-haiku", new Price(1, 0.1, 1.25, 5))
          .put("claude-3-5-haiku", new Price(0.8, 0.08, 1, 4))
          .put("opus", new Price(15, 1.5, 18.75, 75))
          .put("sonnet", new Price(3, 0.3, 3.75, 15))
          .put("haiku", new Price(1, 0.1, 1.25, 5))
          .put("gpt-5", new Price(1.25, 0.125, 1.25, 10))
          .put("gpt-5-mini", new Price(0.25, 0.025, 0.25, 2))
          .put("gpt-5-nano", new Price(0.05, 0.005, 0.05, 0.4))
          .put("gpt-4.1", new Price(2, 0.5, 2, 8))
          .put("gpt-4.1-mini", new Price(0.4, 0.1, 0.4, 1.6))
          .put("gpt-4o", new Price(2.5, 1.25, 2.5, 10))
          .put("gpt-4o-mini", new Price(0.15, 0.075, 0.15, 0.6))
          .put("o3", new Price(2, 0.5, 2, 8))
          .put("o4-mini", new Price(1.1, 0.275, 1.1, 4.4))
          .put("gemini-3-pro", new Price(2, 0.2, 2, 12))
          .put("gemini-2.5-pro", new Price(1.25, 0.31, 1.25, 10))
          .put("gemini-2.5-flash", new Price(0.3, 0.075, 0.3, 2.5))
          .put("gemini-2.5-flash-lite", new Price(0.1, 0.025, 0.1, 0.4))
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
    String bare = full.substring(full.lastIndexOf('/') + 1);
    return prices.entrySet().stream()
        .filter(each -> begins(full, each.getKey()) || begins(bare, each.getKey()))
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  private static boolean begins(String model, String prefix) {
    return model.startsWith(prefix.toLowerCase(Locale.ROOT));
  }
}
