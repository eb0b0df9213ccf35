package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.run.Cap;
import dev.aidp.run.Count;
import dev.aidp.text.Dollars;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an agent is told of what it may spend. Pure. */
public final class TurnLimit {

  private TurnLimit() {}

  /** Returns {@code AIDP_BUDGET_USD} and {@code AIDP_BUDGET_TOKENS}, each if it is limited. */
  public static Map<String, String> variables(Allowance.Granted allowance) {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    Long money = allowance.turn().microUsd();
    if (money != null) {
      variables.put("AIDP_BUDGET_USD", Dollars.plain(money));
    }
    Long tokens = allowance.turn().tokens();
    if (tokens != null) {
      variables.put("AIDP_BUDGET_TOKENS", tokens.toString());
    }
    return variables.buildOrThrow();
  }

  /** Returns a line for the prompt, empty if nothing is limited. */
  public static String text(Allowance.Granted allowance) {
    if (allowance.turn().none()) {
      return "";
    }
    String left =
        allowance.left().none() ? "" : "; " + amounts(allowance.left()) + " left for the whole run";
    return "This turn may use at most %s%s. Come to an end before."
        .formatted(amounts(allowance.turn()), left);
  }

  private static String amounts(Cap cap) {
    return Stream.of(money(cap.microUsd()), tokens(cap.tokens()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private static String money(@Nullable Long microUsd) {
    return microUsd == null ? "" : "$" + Dollars.plain(microUsd);
  }

  private static String tokens(@Nullable Long tokens) {
    return tokens == null ? "" : Count.of(tokens, "token");
  }
}
