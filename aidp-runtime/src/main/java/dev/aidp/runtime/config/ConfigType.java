package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.plan.CheckReader;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a setting may hold; every value is a text. */
sealed interface ConfigType {

  /** A text that is not blank. */
  record Text(String expected) implements ConfigType {
    @Override
    public boolean accepts(String text) {
      return !text.isBlank();
    }

    @Override
    public String schema() {
      return "{\"type\": \"string\", \"minLength\": 1}";
    }
  }

  /** A check: a command, or a mapping with it as YAML writes one. */
  record CheckText() implements ConfigType {
    private static final Pattern MAPPING =
        Pattern.compile("\\s*\\{\\s*[\"']?(command|exclusive)[\"']?\\s*:.*", Pattern.DOTALL);

    /** Returns the check that {@code text} is, or null if it is none. */
    static @Nullable Check read(String name, String text) {
      if (!MAPPING.matcher(text).matches()) {
        return text.isBlank() ? null : new Check(name, text);
      }
      Findings findings = new Findings(name);
      Check check =
          StrictYaml.read(text.getBytes(StandardCharsets.UTF_8), findings)
              .map(node -> CheckReader.read(name, node, findings))
              .orElse(null);
      return findings.details().isEmpty() ? check : null;
    }

    /** Returns the text of a check, which {@link #read} reads. */
    static String text(Check check) {
      String quoted = check.command().replace("\\", "\\\\").replace("\"", "\\\"");
      return check.exclusive()
          ? "{command: \"%s\", exclusive: true}"
              .formatted(quoted.replace("\n", "\\n").replace("\t", "\\t"))
          : check.command();
    }

    @Override
    public boolean accepts(String text) {
      return read("check", text) != null;
    }

    @Override
    public String expected() {
      return "a command for sh -c, or {command: COMMAND, exclusive: true}";
    }

    @Override
    public String schema() {
      return "{\"type\": [\"string\", \"object\"], \"minLength\": 1, \"required\": [\"command\"], \"additionalProperties\": false, \"properties\": {\"command\": {\"type\": \"string\", \"minLength\": 1}, \"exclusive\": {\"type\": \"boolean\"}}}";
    }
  }

  /** A whole number from {@code least}. */
  record Whole(int least) implements ConfigType {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    @Override
    public boolean accepts(String text) {
      return DIGITS.matcher(text).matches() && Integer.parseInt(text) >= least;
    }

    @Override
    public String expected() {
      return "a whole number from " + least;
    }

    @Override
    public String schema() {
      return "{\"type\": \"integer\", \"minimum\": " + least + "}";
    }
  }

  /** The first of many ports. */
  record Port() implements ConfigType {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{4,5}");

    @Override
    public boolean accepts(String text) {
      return DIGITS.matcher(text).matches()
          && Integer.parseInt(text) >= 1_024
          && Integer.parseInt(text) <= 65_000;
    }

    @Override
    public String expected() {
      return "a port from 1024 to 65000";
    }

    @Override
    public String schema() {
      return "{\"type\": \"integer\", \"minimum\": 1024, \"maximum\": 65000}";
    }
  }

  /** A length of time. */
  record Time() implements ConfigType {
    @Override
    public boolean accepts(String text) {
      return Durations.parse(text) != null;
    }

    @Override
    public String expected() {
      return Durations.EXPECTED;
    }

    @Override
    public String schema() {
      return "{\"type\": \"string\", \"pattern\": \"^([0-9]+(d|h|m|s|ms))+$|^P\"}";
    }
  }

  /** One of some words. */
  record Choice(List<String> words) implements ConfigType {
    static Choice of(String... words) {
      return new Choice(ImmutableList.copyOf(words));
    }

    @Override
    public boolean accepts(String text) {
      return words.contains(text);
    }

    @Override
    public String expected() {
      return String.join(" or ", words);
    }

    @Override
    public String schema() {
      return "{\"enum\": [\"" + String.join("\", \"", words) + "\"]}";
    }
  }

  /** Names in an order; a list of the file becomes such a text. */
  record Names() implements ConfigType {
    private static final Pattern NAMES =
        Pattern.compile("\\s*[a-z][a-z0-9_-]*\\s*(,\\s*[a-z][a-z0-9_-]*\\s*)*");

    @Override
    public boolean accepts(String text) {
      return NAMES.matcher(text).matches();
    }

    @Override
    public String expected() {
      return "names in order, such as claude,codex or [claude, codex]";
    }

    @Override
    public String schema() {
      return "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}";
    }
  }

  /** Names of variables; a list of the file becomes such a text. */
  record Variables() implements ConfigType {
    private static final Pattern NAMES =
        Pattern.compile("\\s*[A-Za-z_*][A-Za-z0-9_*]*\\s*(,\\s*[A-Za-z_*][A-Za-z0-9_*]*\\s*)*");

    @Override
    public boolean accepts(String text) {
      return NAMES.matcher(text).matches();
    }

    @Override
    public String expected() {
      return "names of variables, such as DB_URL,MY_* or [DB_URL, MY_*]";
    }

    @Override
    public String schema() {
      return "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}";
    }
  }

  /** Patterns of files; a list of the file becomes such a text. */
  record Globs() implements ConfigType {
    @Override
    public boolean accepts(String text) {
      try {
        List<String> globs = Splitter.on(',').trimResults().omitEmptyStrings().splitToList(text);
        return !globs.isEmpty() && globs.stream().map(Glob::of).allMatch(Objects::nonNull);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    @Override
    public String expected() {
      return "globs such as .env*,node_modules or [.env*, node_modules]";
    }

    @Override
    public String schema() {
      return "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}";
    }
  }

  /** An amount of money. */
  record Dollars() implements ConfigType {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,6})?");

    @Override
    public boolean accepts(String text) {
      return AMOUNT.matcher(text).matches() && new BigDecimal(text).signum() > 0;
    }

    @Override
    public String expected() {
      return "an amount in US dollars, such as 5 or 0.25";
    }

    @Override
    public String schema() {
      return "{\"type\": \"number\", \"exclusiveMinimum\": 0}";
    }
  }

  /** What a model costs. */
  record Prices() implements ConfigType {
    private static final String AMOUNT = "[0-9]{1,5}(\\.[0-9]{1,6})?";
    private static final Pattern FOUR = Pattern.compile(AMOUNT + "(/" + AMOUNT + "){3}");

    @Override
    public boolean accepts(String text) {
      return FOUR.matcher(text).matches();
    }

    @Override
    public String expected() {
      return "INPUT/CACHE_READ/CACHE_WRITE/OUTPUT in US dollars per million tokens, such as 3/0.3/3.75/15";
    }

    @Override
    public String schema() {
      return "{\"type\": \"string\", \"pattern\": \"^[0-9.]+(/[0-9.]+){3}$\"}";
    }
  }

  /** Yes or no. */
  record Flag() implements ConfigType {
    @Override
    public boolean accepts(String text) {
      return text.equals("true") || text.equals("false");
    }

    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public String schema() {
      return "{\"type\": \"boolean\"}";
    }
  }

  /** A number of units, or a share of them. */
  record Share() implements ConfigType {
    private static final Pattern SHARE = Pattern.compile("[0-9]{1,6}|(100|[0-9]{1,2})%");

    @Override
    public boolean accepts(String text) {
      return SHARE.matcher(text).matches();
    }

    @Override
    public String expected() {
      return "a number of units such as 4, or a share such as 80%";
    }

    @Override
    public String schema() {
      return "{\"type\": [\"integer\", \"string\"], \"pattern\": \"^([0-9]{1,6}|(100|[0-9]{1,2})%)$\"}";
    }
  }

  /** A host and a port. */
  record Address() implements ConfigType {
    private static final Pattern ADDRESS =
        Pattern.compile("[^\\s:/]+:([0-9]{1,5})|\\[[0-9a-fA-F:.]+]:([0-9]{1,5})");

    @Override
    public boolean accepts(String text) {
      var match = ADDRESS.matcher(text);
      if (!match.matches()) {
        return false;
      }
      int port = Integer.parseInt(match.group(1) != null ? match.group(1) : match.group(2));
      return port >= 1 && port <= 65_535;
    }

    @Override
    public String expected() {
      return "HOST:PORT";
    }

    @Override
    public String schema() {
      return "{\"type\": \"string\", \"pattern\": \":[0-9]{1,5}$\"}";
    }
  }

  /** Returns whether {@code text} is one. */
  boolean accepts(String text);

  /** Returns what is expected, for messages. */
  String expected();

  /** Returns its JSON Schema. */
  String schema();

  /** Returns whether a list of texts is one of it, joined by commas. */
  default boolean listed() {
    return this instanceof Names || this instanceof Variables || this instanceof Globs;
  }

  /** Returns its name in documents. */
  default String title() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
