package dev.aidp.runtime.config;

import dev.aidp.activities.plan.CheckReader;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.Place;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.failure.UsageException;
import dev.aidp.failure.UsageException.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file, strictly: whatever it does not know is a fault with its place. */
final class ConfigFile {

  private final String name;
  private final Setting.Layer layer;
  private final Findings findings;
  private final List<Setting> settings = new ArrayList<>();

  private ConfigFile(String name, Setting.Layer layer) {
    this.name = name;
    this.layer = layer;
    this.findings = new Findings(name);
  }

  /** Returns what the file says, adding what is wrong with it to {@code faults}. */
  static List<Setting> read(Path file, List<Detail> faults) {
    return read(file.toString(), bytes(file), Setting.Layer.FILE, faults);
  }

  /** Does the same with a text that is called {@code name} and speaks as {@code layer}. */
  static List<Setting> read(String name, byte[] text, Setting.Layer layer, List<Detail> faults) {
    ConfigFile reading = new ConfigFile(name, layer);
    StrictYaml.read(text, reading.findings).ifPresent(root -> reading.take("", root));
    faults.addAll(reading.findings.details());
    return reading.settings;
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(StrictYaml.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UsageException(
          "The configuration file cannot be read",
          file.toString(),
          "Make it readable, or name another file.");
    }
  }

  private void take(String path, YamlNode node) {
    ConfigKey<?> key = ConfigKey.named(path);
    if (key != null) {
      value(path, key, node);
    } else if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> entry(path, entry));
    } else if (!(node instanceof YamlNode.Scalar scalar && scalar.blank())) {
      findings.add(
          node.at(),
          (path.isEmpty() ? "a configuration" : path) + " must be a mapping with keys and values");
    }
  }

  private void entry(String path, YamlNode.Entry entry) {
    String full = path.isEmpty() ? entry.key().text() : path + "." + entry.key().text();
    if (ConfigKey.named(full) == null && !ConfigKey.isMapping(full)) {
      findings.add(entry.key().at(), "unknown key " + full + Config.suggestion(full));
    } else {
      take(full, entry.value());
    }
  }

  private void value(String path, ConfigKey<?> key, YamlNode node) {
    String expected = path + " must be " + key.type().expected();
    if (key == ConfigKey.CHECKS && node instanceof YamlNode.Mapping) {
      String name = path.substring(path.indexOf('.') + 1);
      String check = ConfigType.text(CheckReader.read(name, node, findings));
      settings.add(new Setting(path, check, layer, at(node.at())));
      return;
    }
    String text = text(key, node);
    if (text == null) {
      findings.add(node.at(), expected);
    } else if (!key.type().accepts(text)) {
      findings.add(node.at(), expected + ": " + Config.quoted(text));
    } else {
      settings.add(new Setting(path, text, layer, at(node.at())));
    }
  }

  /** Returns the value as a text, or null if it is none; a list of names is one with commas. */
  private static @Nullable String text(ConfigKey<?> key, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar.text();
    }
    boolean names =
        key.type().listed()
            && node instanceof YamlNode.Sequence list
            && list.items().stream().allMatch(YamlNode.Scalar.class::isInstance);
    return names
        ? ((YamlNode.Sequence) node)
            .items().stream()
                .map(item -> ((YamlNode.Scalar) item).text())
                .collect(Collectors.joining(","))
        : null;
  }

  private String at(Place place) {
    return place.in(name);
  }
}
