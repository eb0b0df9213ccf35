package dev.aidp.activities.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document (JSON is one too) into {@link YamlNode}s. What makes such texts hard
 * to trust is refused: anchors, aliases, tags, merge keys, doubled keys, further documents, deep
 * nesting, anything but UTF-8.
 */
public final class StrictYaml {

  /** The largest text that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** The deepest nesting that is read. */
  public static final int MAX_LEVELS = 32;

  private final Findings findings;
  private final Iterator<Event> events;

  private StrictYaml(String text, Findings findings) {
    this.findings = findings;
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(4 * MAX_BYTES).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Returns the document's value, or nothing if there is none or the text cannot be read; faults go
   * to {@code findings}.
   */
  public static Optional<YamlNode> read(byte[] bytes, Findings findings) {
    if (bytes.length > MAX_BYTES) {
      findings.add(
          Place.START,
          "is %d bytes long; at most %d (1 MiB) are read".formatted(bytes.length, MAX_BYTES));
      return Optional.empty();
    }
    return decoded(bytes, findings).flatMap(text -> parsed(text, findings));
  }

  private static Optional<String> decoded(byte[] bytes, Findings findings) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = decoder.decode(in).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      findings.add(
          place(bytes, in.position()),
          "is not UTF-8: byte %d cannot be read".formatted(in.position() + 1));
      return Optional.empty();
    }
  }

  private static Place place(byte[] bytes, int end) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      boolean newline = bytes[i] == '\n';
      line += newline ? 1 : 0;
      column = newline ? 1 : column + ((bytes[i] & 0xC0) == 0x80 ? 0 : 1);
    }
    return new Place(line, column);
  }

  private static Optional<YamlNode> parsed(String text, Findings findings) {
    try {
      return new StrictYaml(text, findings).document();
    } catch (MarkedYamlEngineException e) {
      String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
      findings.add(place(e.getProblemMark()), "is not YAML here: " + hinted(problem));
    } catch (TooDeep e) {
      findings.add(e.place, "is nested deeper than %d levels".formatted(MAX_LEVELS));
    } catch (YamlEngineException e) {
      findings.add(Place.START, "is not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String hinted(String problem) {
    return problem.contains("alias")
        ? problem + "; a text that begins with '*' must be quoted, as in \"**/x\""
        : problem;
  }

  private Optional<YamlNode> document() {
    @Nullable YamlNode root = null;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root != null) {
            findings.add(place(event), "a second document begins here; only one is read");
            return Optional.of(root);
          }
        }
        case Scalar, SequenceStart, MappingStart, Alias -> root = node(event, 1);
        default -> {} // the stream's frame and comments hold no value
      }
    }
    return Optional.ofNullable(root);
  }

  private YamlNode node(Event event, int level) {
    refuseAnchorAndTag(event);
    if (level > MAX_LEVELS && event instanceof CollectionStartEvent) {
      throw new TooDeep(place(event));
    }
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case SequenceStart -> sequence(event, level);
      case MappingStart -> mapping(event, level);
      default -> alias((AliasEvent) event);
    };
  }

  private YamlNode sequence(Event start, int level) {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
      items.add(node(e, level + 1));
    }
    return new YamlNode.Sequence(items, place(start));
  }

  private YamlNode mapping(Event start, int level) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      YamlNode key = node(e, level + 1);
      YamlNode value = node(next(), level + 1);
      if (!(key instanceof YamlNode.Scalar name)) {
        findings.add(key.at(), "a key must be a text");
      } else if (name.plain() && name.text().equals("<<")) {
        findings.add(key.at(), "merge keys (<<) are not read; write the values out");
      } else if (entries.putIfAbsent(name.text(), new YamlNode.Entry(name, value)) != null) {
        findings.add(key.at(), "the key '%s' stands here a second time".formatted(name.text()));
      }
    }
    return new YamlNode.Mapping(List.copyOf(entries.values()), place(start));
  }

  private static YamlNode.Scalar scalar(ScalarEvent event) {
    return new YamlNode.Scalar(
        event.getValue(), event.getScalarStyle() == ScalarStyle.PLAIN, place(event));
  }

  private YamlNode alias(AliasEvent event) {
    String name = "*" + event.getAlias().getValue();
    findings.add(
        place(event),
        "'%s' is an alias, which is not read; if a text is meant, quote it: \"%s\""
            .formatted(name, name));
    return new YamlNode.Scalar(name, false, place(event));
  }

  private void refuseAnchorAndTag(Event event) {
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor()
          .ifPresent(
              a ->
                  findings.add(
                      place(event),
                      "'&%s' is an anchor, which is not read".formatted(a.getValue())));
    }
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent collection
                ? collection.getTag()
                : Optional.empty();
    tag.ifPresent(t -> findings.add(place(event), "'%s' is a tag, which is not read".formatted(t)));
  }

  private Event next() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.Comment) {
      event = events.next();
    }
    return event;
  }

  /** Ends the reading: what is nested without end would exhaust the stack. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    TooDeep(Place place) {
      super(null, null, false, false);
      this.place = place;
    }
  }

  private static Place place(Event event) {
    return place(event.getStartMark());
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(Place.START);
  }
}
