package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;

/** The secrets in an environment, which no log, prompt or outcome may show. Immutable. */
public final class Secrets {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:.*_)?(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)",
          Pattern.CASE_INSENSITIVE);

  /** What is shorter is hardly a secret, and would blacken innocent words. */
  private static final int SHORTEST = 8;

  private static final String MASK = "***";

  private final ImmutableList<String> values;

  private Secrets(ImmutableList<String> values) {
    this.values = values;
  }

  /** Returns the values of the variables whose names speak of secrets. */
  public static Secrets in(Map<String, String> environment) {
    return new Secrets(
        environment.entrySet().stream()
            .filter(variable -> NAME.matcher(variable.getKey()).matches())
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns those of this process, which every command inherits. */
  public static Secrets ofThisProcess() {
    return in(System.getenv());
  }

  /** Returns {@code text} with each of them masked. */
  public String masked(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }
}
