package dev.aidp.activities.agent.provider;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments with places to be filled: words apart by blanks, quoted as in a shell; {@code {name}}
 * stands for a value; what stands in {@code [ … ]} is left out where a value in it is missing;
 * {@code {name?}} is no text, but asks for the value to be there. Immutable.
 */
final class ArgumentTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)(\\??)}");
  private static final Pattern TOKEN =
      Pattern.compile(
          "[\\[\\]](?=\\s|$)|(?:'[^']*'|\"[^\"]*\"|[^\\s'\"\\[\\]]|[\\[\\]](?!\\s|$))+");

  private record Group(boolean optional, ImmutableList<String> words) {}

  private final ImmutableList<Group> groups;

  private ArgumentTemplate(ImmutableList<Group> groups) {
    this.groups = groups;
  }

  /**
   * Reads {@code text}; a bracket stands alone.
   *
   * @throws IllegalArgumentException if brackets or quotes do not match
   */
  static ArgumentTemplate of(String text) {
    ImmutableList.Builder<Group> groups = ImmutableList.builder();
    List<String> words = new ArrayList<>();
    boolean open = false;
    int end = 0;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      demand(text.substring(end, token.start()).isBlank(), text);
      end = token.end();
      if (token.group().equals("[") || token.group().equals("]")) {
        demand(open == token.group().equals("]"), text);
        groups.add(new Group(open, ImmutableList.copyOf(words)));
        words.clear();
        open = !open;
      } else {
        words.add(unquoted(token.group()));
      }
    }
    demand(!open && text.substring(end).isBlank(), text);
    return new ArgumentTemplate(groups.add(new Group(false, ImmutableList.copyOf(words))).build());
  }

  private static void demand(boolean well, String text) {
    if (!well) {
      throw new IllegalArgumentException("Brackets or quotes do not match: " + text);
    }
  }

  private static String unquoted(String word) {
    StringBuilder plain = new StringBuilder();
    char quote = 0;
    for (char c : word.toCharArray()) {
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /**
   * Returns the arguments.
   *
   * @param values by name; one that is not there is missing
   * @param several names that stand, as a word of their own, for any number of words
   * @throws IllegalArgumentException if a value that must be there is missing
   */
  ImmutableList<String> filled(Map<String, String> values, Map<String, List<String>> several) {
    ImmutableList.Builder<String> filled = ImmutableList.builder();
    for (Group group : groups) {
      if (!group.optional() || group.words().stream().allMatch(word -> there(word, values))) {
        group.words().forEach(word -> fill(word, values, several, filled));
      }
    }
    return filled.build();
  }

  private static boolean there(String word, Map<String, String> values) {
    return PLACE.matcher(word).results().allMatch(place -> values.containsKey(place.group(1)));
  }

  private static void fill(
      String word,
      Map<String, String> values,
      Map<String, List<String>> several,
      ImmutableList.Builder<String> filled) {
    Matcher whole = PLACE.matcher(word);
    boolean place = whole.matches();
    if (place && several.containsKey(whole.group(1))) {
      filled.addAll(several.get(whole.group(1)));
    } else if (!place || whole.group(2).isEmpty()) {
      filled.add(
          PLACE
              .matcher(word)
              .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), values))));
    }
  }

  private static String value(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No value for {" + name + "}");
    }
    return value;
  }

  /** Returns the names of all values that it speaks of. */
  ImmutableList<String> names() {
    return groups.stream()
        .flatMap(group -> group.words().stream())
        .flatMap(word -> PLACE.matcher(word).results())
        .map(place -> place.group(1))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }
}
