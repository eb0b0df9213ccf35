package dev.aidp.runtime.config;

import com.google.common.base.Joiner;
import dev.aidp.failure.UsageException;
import dev.aidp.failure.UsageException.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Reads the configuration file, strictly: whatever it does not know is a fault with its place. */
final class ConfigFile {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final String name;
  private final List<Detail> faults;
  private final List<Setting> settings = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final Set<String> seen = new LinkedHashSet<>();

  /** The key whose value comes next, or null. */
  private @Nullable String key;

  /** How deep we are in something that is already a fault. */
  private int skipped;

  private int documents;

  private ConfigFile(String name, List<Detail> faults) {
    this.name = name;
    this.faults = faults;
  }

  /** Returns what the file says, adding what is wrong with it to {@code faults}. */
  static List<Setting> read(Path file, List<Detail> faults) {
    ConfigFile reading = new ConfigFile(file.toString(), faults);
    String text = reading.text(file);
    if (text != null) {
      reading.parse(text);
    }
    return reading.settings;
  }

  private @Nullable String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UsageException(
          "The configuration file cannot be read: " + file, file.toString(), "Name a file that can be read with --config.");
    }
    if (bytes.length > MAX_BYTES) {
      faults.add(new Detail(name, "is larger than 1 MiB"));
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      faults.add(new Detail(name, "is not UTF-8"));
      return null;
    }
  }

  private void parse(String text) {
    LoadSettings strict = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
    try {
      for (Event event : new Parse(strict).parseString(text)) {
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      faults.add(new Detail(at(e.getProblemMark()), "is not YAML: " + e.getProblem()));
    }
  }

  private void take(Event event) {
    if (event instanceof DocumentStartEvent && ++documents == 2) {
      fault(event, "a second document: a configuration file has one");
    }
    if (documents > 1 || event instanceof NodeEvent node && decorated(node)) {
      return;
    }
    if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
      open((NodeEvent) event);
    } else if (event instanceof MappingEndEvent || event instanceof SequenceEndEvent) {
      close();
    } else if (event instanceof ScalarEvent scalar && skipped == 0) {
      scalar(scalar);
    }
  }

  /** Anchors, aliases and tags are refused, wherever they stand; what they decorate is then not looked at. */
  private boolean decorated(NodeEvent node) {
    if (node instanceof AliasEvent) {
      fault(node, "an alias is not allowed: quote a text that begins with *");
      key = null;
      return true;
    }
    if (node.getAnchor().isPresent()) {
      fault(node, "an anchor is not allowed: quote a text that begins with &");
    }
    Optional<String> tag =
        node instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((org.snakeyaml.engine.v2.events.CollectionStartEvent) node).getTag();
    if (tag.isPresent()) {
      fault(node, "a tag is not allowed: quote a text that begins with !");
    }
    return false;
  }

  private void open(NodeEvent event) {
    String full = full();
    if (skipped > 0) {
      skipped++;
      return;
    }
    if (event instanceof SequenceStartEvent || key == null && !path.isEmpty()) {
      fault(event, full.isEmpty() ? "a configuration file is a mapping" : full + " is no list");
      skipped = 1;
    } else if (!full.isEmpty() && !ConfigKey.isMapping(full)) {
      fault(event, ConfigKey.named(full) == null ? unknown(full) : full + " must be " + expected(full) + ", not a mapping");
      skipped = 1;
    } else if (path.size() >= MAX_DEPTH) {
      fault(event, "is nested too deeply");
      skipped = 1;
    } else {
      path.addLast(key == null ? "" : key);
    }
    key = null;
  }

  private void close() {
    if (skipped > 0) {
      skipped--;
    } else {
      path.removeLast();
    }
    key = null;
  }

  private void scalar(ScalarEvent event) {
    if (path.isEmpty()) {
      if (!event.getValue().isEmpty()) {
        fault(event, "a configuration file is a mapping");
      }
    } else if (key == null) {
      key = event.getValue();
      if (!seen.add(full())) {
        fault(event, full() + " is there twice");
      } else if (ConfigKey.named(full()) == null && !ConfigKey.isMapping(full())) {
        fault(event, unknown(full()));
      }
    } else {
      value(event, full());
      key = null;
    }
  }

  private void value(ScalarEvent event, String full) {
    ConfigKey known = ConfigKey.named(full);
    if (known == null) {
      if (ConfigKey.isMapping(full) && !event.getValue().isEmpty()) {
        fault(event, full + " is a mapping of further keys");
      }
      return;
    }
    if (!known.type().accepts(event.getValue())) {
      fault(event, full + " must be " + expected(full) + ": " + Config.quoted(event.getValue()));
      return;
    }
    settings.add(new Setting(full, event.getValue(), Setting.Layer.FILE, at(event.getStartMark())));
  }

  private static String unknown(String full) {
    return "unknown key " + full + Config.suggestion(full);
  }

  private static String expected(String full) {
    ConfigKey known = ConfigKey.named(full);
    return known == null ? "something else" : known.type().expected();
  }

  private String full() {
    List<String> parts = new ArrayList<>(path);
    parts.removeIf(String::isEmpty);
    if (key != null) {
      parts.add(key);
    }
    return Joiner.on('.').join(parts);
  }

  private void fault(Event event, String message) {
    faults.add(new Detail(at(event.getStartMark()), message));
  }

  private String at(Optional<Mark> mark) {
    return mark.map(m -> name + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse(name);
  }
}
