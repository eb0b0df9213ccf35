package dev.aidp.activities.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a mapping by their keys, each asked for by its type; what does not fit becomes a
 * finding.
 */
public final class Fields {

  private final Findings findings;
  private final Place at;
  private final ImmutableMap<String, YamlNode.Entry> entries;

  private Fields(Findings findings, Place at, Map<String, YamlNode.Entry> entries) {
    this.findings = findings;
    this.at = at;
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
    return new Fields(findings, node.at(), entries);
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

  /** Returns a text as it was written, if it is there and not empty. */
  public Optional<String> text(String key) {
    return scalar(key).map(YamlNode.Scalar::text);
  }

  /** Returns a text; if it is missing or blank, that is a finding. */
  public String requiredText(String key) {
    boolean written = entries.containsKey(key);
    Optional<String> text = text(key).filter(t -> !t.isBlank());
    if (text.isEmpty() && (!written || node(key).get() instanceof YamlNode.Scalar)) {
      findings.add(
          at(key), written ? "'%s' is empty".formatted(key) : "'%s' is missing".formatted(key));
    }
    return text.orElse("");
  }

  /** Returns a truth value, or {@code otherwise}. */
  public boolean truth(String key, boolean otherwise) {
    String text = text(key).orElse(otherwise ? "true" : "false");
    if (!text.equals("true") && !text.equals("false")) {
      findings.add(at(key), "'%s' must be true or false, not '%s'".formatted(key, text));
    }
    return text.equals("true");
  }

  /** Returns a whole number of at least {@code least}, or null if it is missing or wrong. */
  public @Nullable Integer number(String key, int least) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    findings.add(
        at(key),
        "'%s' must be a whole number of at least %d, not '%s'".formatted(key, least, text.get()));
    return null;
  }

  /** Returns the texts of a list; a missing one is empty. */
  public ImmutableList<YamlNode.Scalar> texts(String key) {
    Optional<YamlNode> node = node(key).filter(n -> !(n instanceof YamlNode.Scalar s && s.blank()));
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
    node.ifPresent(n -> findings.add(n.at(), "'%s' must be a list of texts".formatted(key)));
    return ImmutableList.of();
  }

  /** Returns the texts of a mapping by their keys; a missing one is empty. */
  public ImmutableList<YamlNode.Entry> textsByName(String key) {
    Optional<YamlNode> node = node(key).filter(n -> !(n instanceof YamlNode.Scalar s && s.blank()));
    if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
      ImmutableList.Builder<YamlNode.Entry> texts = ImmutableList.builder();
      for (YamlNode.Entry entry : mapping.entries()) {
        if (entry.value() instanceof YamlNode.Scalar text && !text.text().isBlank()) {
          texts.add(entry);
        } else {
          findings.add(entry.value().at(), "'%s' must be a text".formatted(entry.key().text()));
        }
      }
      return texts.build();
    }
    node.ifPresent(
        n -> findings.add(n.at(), "'%s' must be a mapping of names to texts".formatted(key)));
    return ImmutableList.of();
  }

  private Optional<YamlNode.Scalar> scalar(String key) {
    Optional<YamlNode> node = node(key);
    if (node.isPresent() && !(node.get() instanceof YamlNode.Scalar)) {
      findings.add(node.get().at(), "'%s' must be a text".formatted(key));
    }
    return node.filter(YamlNode.Scalar.class::isInstance)
        .map(YamlNode.Scalar.class::cast)
        .filter(s -> !s.blank());
  }

  private static String suggestion(String key, List<String> known) {
    return known.stream()
        .filter(k -> distance(k, key) <= Math.max(1, k.length() / 3))
        .min(java.util.Comparator.comparingInt(k -> distance(k, key)))
        .map(k -> "; is '" + k + "' meant?")
        .orElse("; known are " + String.join(", ", known));
  }

  /** Levenshtein's, with one row. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
