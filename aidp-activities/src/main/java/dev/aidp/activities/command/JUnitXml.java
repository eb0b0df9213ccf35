package dev.aidp.activities.command;

import com.google.common.base.Strings;
import dev.aidp.command.TestFailure;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads reports in JUnit's XML, as Maven, Gradle, pytest, Jest and many others write them. Pure.
 * What is no XML ends the reading, and what was found before counts: a report may be cut. Nothing
 * is ever fetched or expanded for it.
 */
final class JUnitXml {

  /** What XML forbids and test runners write all the same, as characters and as references. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]"
              + "|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[efEF])"
              + "|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));");

  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml[^>]{0,100}encoding=[\"']([\\w.:-]{1,40})[\"']");

  private static final String FOLDERS = "(?<![\\w@./\\\\-])[\\w@./\\\\-]*";

  private static final Pattern PLACE =
      Pattern.compile(FOLDERS + "[\\w-]\\.(?!xml)[a-zA-Z]{1,5}:\\d+");

  private static final int HEAD = 200;
  private static final int TEXT = 8_000;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader xml;
  private final TestFailures found;
  private String test = "";
  private String type = "";
  private String place = "";

  private JUnitXml(XMLStreamReader xml, TestFailures found) {
    this.xml = xml;
    this.found = found;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** Adds the failed tests of {@code report} to {@code found}. */
  static void read(byte[] report, TestFailures found) {
    try {
      String text = FORBIDDEN.matcher(text(report)).replaceAll("\uFFFD");
      new JUnitXml(FACTORY.createXMLStreamReader(new StringReader(text)), found).read();
    } catch (XMLStreamException | RuntimeException e) {
      // Cut, or no XML: what was found before is all there is.
    }
  }

  private static String text(byte[] report) {
    int head = Math.min(HEAD, report.length);
    Matcher said = ENCODING.matcher(new String(report, 0, head, StandardCharsets.ISO_8859_1));
    Charset charset =
        said.find() && Charset.isSupported(said.group(1))
            ? Charset.forName(said.group(1))
            : StandardCharsets.UTF_8;
    String text = new String(report, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void read() throws XMLStreamException {
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "testcase" -> begin();
        case "failure", "error" -> failed();
        default -> {}
      }
    }
  }

  private void begin() {
    String name = attribute("name");
    type = attribute("classname");
    test = type.isEmpty() || name.startsWith(type) ? name : type + "." + name;
    String file = attribute("file");
    String line = attribute("line");
    place = file.isEmpty() || line.isEmpty() ? file : file + ":" + line;
  }

  private void failed() throws XMLStreamException {
    String said = attribute("message");
    String kind = attribute("type");
    String text = content();
    String message = said.isBlank() ? firstLine(text) : said;
    found.add(new TestFailure(test, where(text), message.isBlank() ? kind : message));
  }

  /** Returns the text within the element, or its beginning. */
  private String content() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          int room = TEXT - text.length();
          String piece = xml.getText();
          text.append(piece, 0, Math.min(room, piece.length()));
        }
        default -> {}
      }
    }
    return text.toString();
  }

  /** The frame in the test's own class says it best; else what the report says; else any place. */
  private String where(String text) {
    String simple = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    if (!simple.isEmpty()) {
      Matcher frame =
          Pattern.compile(FOLDERS + "\\b" + Pattern.quote(simple) + "\\.[a-z]{1,6}:\\d+")
              .matcher(text);
      if (frame.find()) {
        return frame.group();
      }
    }
    Matcher any = PLACE.matcher(text);
    return place.isEmpty() && any.find() ? any.group() : place;
  }

  private static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  private String attribute(String name) {
    @Nullable String value = xml.getAttributeValue(null, name);
    return Strings.nullToEmpty(value);
  }
}
