package dev.aidp.activities.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

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

  /** Each costs another pass over the text; who has made more of them has understood by then. */
  private static final int MAX_REPAIRS = 20;

  private final Findings findings;
  private final int[] text;

  private StrictYaml(String text, Findings findings) {
    this.findings = findings;
    this.text = text.codePoints().toArray();
  }

  /**
   * Returns the document's value, or nothing if there is none or the text cannot be read; faults go
   * to {@code findings}.
   */
  public static Optional<YamlNode> read(byte[] bytes, Findings findings) {
    if (bytes.length > MAX_BYTES) {
      findings.add(Place.START, "is larger than 1 MiB (%d bytes); split it".formatted(MAX_BYTES));
      return Optional.empty();
    }
    return decoded(bytes, findings).flatMap(text -> new StrictYaml(text, findings).document());
  }

  /** Does the same and returns the value as JSON has it: maps, lists, texts, numbers, flags. */
  public static Optional<Object> value(byte[] bytes, Findings findings) {
    int before = findings.size();
    Optional<YamlNode> root = read(bytes, findings);
    return findings.size() > before
        ? Optional.empty()
        : root.map(node -> new Load(LoadSettings.builder().build()).loadFromString(text(bytes)));
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Optional<String> decoded(byte[] bytes, Findings findings) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      var unused = decoder.decode(in);
      return Optional.of(text(bytes));
    } catch (CharacterCodingException e) {
      int at = in.position();
      String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
      int[] points = before.codePoints().toArray();
      findings.add(
          place(points, points.length),
          "is not UTF-8: byte %d (0x%02X) cannot be read".formatted(at + 1, bytes[at]));
      return Optional.empty();
    }
  }

  /**
   * An unquoted pattern such as {@code **}{@code /x} ends the parser's work. It is made harmless,
   * without moving anything, and the text is read again: its other faults shall be found too.
   */
  private Optional<YamlNode> document() {
    for (int repairs = 0; ; repairs++) {
      int before = findings.size();
      try {
        return NodeReader.read(new String(text, 0, text.length), findings);
      } catch (MarkedYamlEngineException e) {
        int star = unquotedStars(e);
        if (star < 0 || repairs == MAX_REPAIRS) {
          findings.add(Place.of(e.getProblemMark()), syntax(e));
          return Optional.empty();
        }
        findings.cut(before);
        findings.add(place(text, star), NodeReader.aliasFault(word(star)));
        text[star] = 'x';
      } catch (NodeReader.TooDeep e) {
        findings.add(e.place(), "is nested deeper than %d levels".formatted(MAX_LEVELS));
        return Optional.empty();
      } catch (ReaderException e) {
        findings.add(place(text, e.getPosition()), unreadable(e.getCodePoint()));
        return Optional.empty();
      } catch (YamlVersionException e) {
        findings.add(Place.START, "is not YAML 1.2, as it says itself");
        return Optional.empty();
      } catch (YamlEngineException e) {
        findings.add(Place.START, "is not YAML: " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /** Returns where a text begins that was taken for an alias and cannot be one, or -1. */
  private int unquotedStars(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    int at = e.getProblemMark().map(Mark::getIndex).orElse(0);
    while (at > 0 && at <= text.length && text[at - 1] != '*') {
      at--; // the name is read before it is found not to be one
    }
    boolean alias = String.valueOf(e.getContext()).contains("alias") || problem.contains("found *");
    boolean begins = at == 1 || at > 1 && " \t\n[{,".indexOf(text[at - 2]) >= 0;
    return alias && begins ? at - 1 : -1;
  }

  private String word(int from) {
    int to = from;
    while (to < text.length && " \t\r\n,]}".indexOf(text[to]) < 0) {
      to++;
    }
    return new String(text, from, to - from);
  }

  private static String syntax(MarkedYamlEngineException e) {
    return "is not YAML here: " + (e.getProblem() == null ? "cannot be read" : e.getProblem());
  }

  private static String unreadable(int codePoint) {
    return "the character U+%04X cannot stand in YAML; write it as \\u%04x in double quotes"
        .formatted(codePoint, codePoint);
  }

  private static Place place(int[] text, int at) {
    int[] before = Arrays.copyOf(text, Math.min(at, text.length));
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(line, before.length - lineStart + 1);
  }
}
