package dev.aidp.activities.secret;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Names of variables as people list them: {@code *} stands for any characters. */
final class Names {

  private Names() {}

  static List<Pattern> patterns(Collection<String> names) {
    return names.stream()
        .map(name -> Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q")))
        .collect(ImmutableList.toImmutableList());
  }

  static boolean any(List<Pattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
