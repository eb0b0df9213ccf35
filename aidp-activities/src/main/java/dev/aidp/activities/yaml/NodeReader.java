package dev.aidp.activities.yaml;

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
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Makes values of a parser's events and refuses what is YAML, but not for us. */
final class NodeReader {

  private final Findings findings;
  private final Iterator<Event> events;

  private NodeReader(String text, Findings findings) {
    this.findings = findings;
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(StrictYaml.MAX_BYTES + 1)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Returns the document's value, or nothing if it has none.
   *
   * @throws TooDeep if it is nested without end
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is not YAML
   */
  static Optional<YamlNode> read(String text, Findings findings) {
    return new NodeReader(text, findings).document();
  }

  /** Returns what is said of an alias, or of a text that was meant and looks like one. */
  static String aliasFault(String name) {
    return "'%s' is an alias, which is not read; if a text is meant, quote it: \"%s\""
        .formatted(name, name);
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
          refuseTagDirectives((DocumentStartEvent) event);
        }
        case Scalar, SequenceStart, MappingStart, Alias -> root = node(event, 1);
        default -> {} // the stream's frame and comments hold no value
      }
    }
    return Optional.ofNullable(root).filter(node -> !isNothing(node));
  }

  /** A lone {@code ---} is an empty scalar to the parser. */
  private static boolean isNothing(YamlNode root) {
    return root instanceof YamlNode.Scalar scalar && scalar.blank();
  }

  private YamlNode node(Event event, int level) {
    refuseAnchorAndTag(event);
    if (level > StrictYaml.MAX_LEVELS && event instanceof CollectionStartEvent) {
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
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node(e, level + 1));
    }
    return new YamlNode.Sequence(items, place(start));
  }

  private YamlNode mapping(Event start, int level) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      YamlNode key = node(e, level + 1);
      YamlNode value = node(events.next(), level + 1);
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
    findings.add(place(event), aliasFault(name));
    return new YamlNode.Scalar(name, false, place(event));
  }

  private void refuseAnchorAndTag(Event event) {
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor()
          .ifPresent(
              a ->
                  findings.add(
                      place(event),
                      "'&%s' is an anchor, which is not read; write the value out, or quote it if a text is meant"
                          .formatted(a.getValue())));
    }
    tag(event)
        .ifPresent(
            tag ->
                findings.add(
                    place(event),
                    "'%s' is a tag, which is not read; leave it away, or quote it if a text is meant"
                        .formatted(tag)));
  }

  private static Optional<String> tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag().map(NodeReader::asWritten);
    }
    return event instanceof CollectionStartEvent collection
        ? collection.getTag().map(NodeReader::asWritten)
        : Optional.empty();
  }

  private static String asWritten(String tag) {
    String standard = "tag:yaml.org,2002:";
    return tag.startsWith(standard)
        ? "!!" + tag.substring(standard.length())
        : tag.startsWith("!") ? tag : "!<" + tag + ">";
  }

  private void refuseTagDirectives(DocumentStartEvent event) {
    if (!event.getTags().isEmpty()) {
      findings.add(Place.START, "declares tags (%TAG), which are not read");
    }
  }

  private static Place place(Event event) {
    return Place.of(event.getStartMark());
  }

  /** Ends the reading: what is nested without end would exhaust the stack. */
  static final class TooDeep extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Place place;

    TooDeep(Place place) {
      super(null, null, false, false);
      this.place = place;
    }

    Place place() {
      return place;
    }
  }
}
