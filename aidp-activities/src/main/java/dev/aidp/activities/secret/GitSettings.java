package dev.aidp.activities.secret;

import com.google.common.primitives.Ints;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that an environment gives to git by {@code GIT_CONFIG_COUNT}, {@code
 * GIT_CONFIG_KEY_n} and {@code GIT_CONFIG_VALUE_n}. Git refuses to work where one of them is
 * missing.
 */
final class GitSettings {

  static final String COUNT = "GIT_CONFIG_COUNT";
  private static final String KEY = "GIT_CONFIG_KEY_";
  private static final String VALUE = "GIT_CONFIG_VALUE_";

  private static final Pattern NUMBERED_VALUE = Pattern.compile(VALUE + "(\\d+)");

  /** A header of each request holds what a server knows its users by. */
  private static final Pattern SECRET_KEY =
      Pattern.compile("http\\..*extraheader|.*(?:password|secret|token)", Pattern.CASE_INSENSITIVE);

  private GitSettings() {}

  /** Returns whether the variable {@code name} is the value of a setting that is a secret. */
  static boolean secret(String name, Map<String, String> environment) {
    Matcher value = NUMBERED_VALUE.matcher(name);
    return value.matches()
        && SECRET_KEY.matcher(environment.getOrDefault(KEY + value.group(1), "")).matches();
  }

  /**
   * Returns {@code some} of the variables of {@code all} with the settings counted anew that are in
   * it with both key and value.
   */
  static Map<String, String> counted(Map<String, String> some, Map<String, String> all) {
    Integer count = Ints.tryParse(some.getOrDefault(COUNT, ""));
    if (count == null) {
      return some;
    }
    Map<String, String> counted = new TreeMap<>(some);
    counted
        .keySet()
        .removeIf(name -> name.equals(COUNT) || name.startsWith(KEY) || name.startsWith(VALUE));
    int kept = 0;
    for (int i = 0; i < Math.min(count, all.size()); i++) {
      String key = some.get(KEY + i);
      String value = some.get(VALUE + i);
      if (key != null && value != null) {
        counted.put(KEY + kept, key);
        counted.put(VALUE + kept, value);
        kept++;
      }
    }
    if (kept > 0) {
      counted.put(COUNT, Integer.toString(kept));
    }
    return counted;
  }
}
