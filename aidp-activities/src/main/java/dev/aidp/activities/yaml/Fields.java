package dev.aidp.activities.yaml;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import dev.aidp.wire.WireNamed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a mapping by their keys, each asked for by its type; what does not fit becomes a
 * finding.
 */
public final class Fields {

  private static final ImmutableList<String> NULLS =
      ImmutableList.of("", "~", "null", "Null", "NULL");
  private static final ImmutableList<String> TRUTHS =
      ImmutableList.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+");

  private final Findings findings;
  private final boolean mapping;
  private final Place at;
  private final ImmutableMap<String, YamlNode.Entry> entries;

  private Fields(Findings findings, YamlNode node, Map<String, YamlNode.Entry> entries) {
    this.findings = findings;
    this.mapping = node instanceof YamlNode.Mapping;
    this.at = node.at();
    this.entries = ImmutableMap.copyOf(entries);
  }

  /** Returns the fields of {@code node}, which must be a mapping with no keys but {@code known}. */
  public static Fields of(YamlNode node, String what, List<String> known, Findings findings) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        String key = entry.key().text();
        if (known.contains(key)) {
          entries.put(key, entry);
        } else {
          findings.add(
              entry.key().at(), "unknown key '%s'%s".formatted(key, suggestion(key, known)));
        }
      }
    } else {
      findings.add(node.at(), what + " must be a mapping with keys and values");
    }
    return new Fields(findings, node, entries);
  }

  /** Returns whether it is a mapping at all; if not, that has been found. */
  public boolean found() {
    return mapping;
  }

  /** Returns where the mapping begins. */
  public Place at() {
    return at;
  }

  /** Returns where the value of {@code key} stands, or the mapping if it is missing. */
  public Place at(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null ? at : entry.value().at();
  }

  /** Returns the value of {@code key}, if it is there. */
  public Optional<YamlNode> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(YamlNode.Entry::value);
  }

  /** Returns a text as it was written; if it is missing or blank, that is a finding. */
  public String requiredText(String key) {
    Optional<YamlNode> node = node(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar text) {
      if (text.text().isBlank()) {
        findings.add(text.at(), "'%s' is empty".formatted(key));
      }
      return text.text();
    }
    if (node.isPresent()) {
      findings.add(node.get().at(), "'%s' must be a text".formatted(key));
    } else if (mapping) {
      findings.add(at, "'%s' is missing".formatted(key));
    }
    return "";
  }

  /** Returns one constant of {@code type}, or nothing if it is missing or wrong. */
  public <E extends Enum<E> & WireNamed> Optional<E> oneOf(String key, Class<E> type) {
    return oneOf(key, WireNamed.names(type)).flatMap(word -> WireNamed.of(type, word));
  }

  /** Returns one of {@code known}, or nothing if it is missing or wrong. */
  public Optional<String> oneOf(String key, List<String> known) {
    Optional<YamlNode> node = value(key);
    Optional<String> word = node.flatMap(Fields::text).filter(known::contains);
    if (node.isPresent() && word.isEmpty()) {
      String last = known.get(known.size() - 1);
      String others = String.join(", ", known.subList(0, known.size() - 1));
      refuse(node.get(), "'%s' must be %s or %s".formatted(key, others, last));
    }
    return word;
  }

  /** Returns a truth value as YAML 1.2 writes it, or {@code otherwise}. */
  public boolean truth(String key, boolean otherwise) {
    Optional<YamlNode> node = value(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    String text = plain(node.get());
    if (!TRUTHS.contains(text)) {
      refuse(node.get(), "'%s' must be true or false".formatted(key));
    }
    return Ascii.equalsIgnoreCase(text, "true");
  }

  /** Returns a whole number of at least {@code least}, or null if it is missing or wrong. */
  public @Nullable Integer number(String key, int least) {
    Optional<YamlNode> node = value(key);
    if (node.isEmpty()) {
      return null;
    }
    String text = plain(node.get());
    if (NUMBER.matcher(text).matches()) {
      Integer number = Ints.tryParse(text.startsWith("+") ? text.substring(1) : text);
      if (number != null && number >= least) {
        return number;
      }
    }
    refuse(node.get(), "'%s' must be a whole number of at least %d".formatted(key, least));
    return null;
  }

  /** Returns the texts of a list; a missing one is empty. */
  public ImmutableList<YamlNode.Scalar> texts(String key) {
    Optional<YamlNode> node = value(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      ImmutableList.Builder<YamlNode.Scalar> texts = ImmutableList.builder();
      for (YamlNode item : list.items()) {
        if (item instanceof YamlNode.Scalar text && !text.text().isBlank()) {
          texts.add(text);
        } else {
          findings.add(item.at(), "'%s' is a list of texts; this is none".formatted(key));
        }
      }
      return texts.build();
    }
    node.ifPresent(n -> refuse(n, "'%s' must be a list of texts".formatted(key)));
    return ImmutableList.of();
  }

  /** Returns the items of a list; a missing one is empty. */
  public ImmutableList<YamlNode> items(String key) {
    Optional<YamlNode> node = value(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      return ImmutableList.copyOf(list.items());
    }
    node.ifPresent(n -> refuse(n, "'%s' must be a list".formatted(key)));
    return ImmutableList.of();
  }

  /** Returns the entries of a mapping of names to whatever; a missing one is empty. */
  public ImmutableList<YamlNode.Entry> byName(String key) {
    Optional<YamlNode> node = value(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Mapping named) {
      return ImmutableList.copyOf(named.entries());
    }
    node.ifPresent(n -> refuse(n, "'%s' must be a mapping with names as its keys".formatted(key)));
    return ImmutableList.of();
  }

  /** Nothing written, or YAML's null, is as good as no key where no text is expected. */
  private Optional<YamlNode> value(String key) {
    return node(key)
        .filter(n -> !(n instanceof YamlNode.Scalar s && s.plain() && NULLS.contains(s.text())));
  }

  private static Optional<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  /** What stands in quotes is a text, whatever it looks like. */
  private static String plain(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.plain() ? scalar.text() : "";
  }

  private void refuse(YamlNode node, String rule) {
    String instead = "";
    if (node instanceof YamlNode.Scalar scalar) {
      instead = scalar.plain() ? ", not '%s'" : ", not the text \"%s\"";
      instead = instead.formatted(scalar.text());
    }
    findings.add(node.at(), rule + instead);
  }

  private static String suggestion(String key, List<String> known) {
    return ClosestWord.to(key, known)
        .map(k -> "; is '" + k + "' meant?")
        .orElse("; known are " + String.join(", ", known));
  }
}
