package dev.aidp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The picture in {@code docs/architecture.md} is drawn from the classes; {@code -Daidp.draw=true}
 * renews it.
 */
class ArchitectureDrawingTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = ROOT.resolve("docs/architecture.md");
  private static final String BEGIN = "```mermaid";
  private static final String END = "```";
  private static final Pattern TITLE = Pattern.compile("<description>(.*?)\\.?</description>");

  @Test
  void the_picture_of_the_modules_is_what_their_classes_say() throws IOException {
    List<String> document = Files.readAllLines(DOCUMENT);
    int begin = document.indexOf(BEGIN) + 1;
    int end = begin + document.subList(begin, document.size()).indexOf(END);

    List<String> drawn = drawn();
    if (Boolean.getBoolean("aidp.draw")) {
      Files.write(
          DOCUMENT,
          ImmutableList.<String>builder()
              .addAll(document.subList(0, begin))
              .addAll(drawn)
              .addAll(document.subList(end, document.size()))
              .build());
    } else {
      assertThat(document.subList(begin, end))
          .as("the picture in %s, which -Daidp.draw=true renews", DOCUMENT)
          .isEqualTo(drawn);
    }
  }

  private static List<String> drawn() throws IOException {
    return new ModulePicture(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.aidp"))
        .lines(titles());
  }

  /** Returns what each module's pom says that it is. */
  private static Map<String, String> titles() throws IOException {
    Map<String, String> titles = new TreeMap<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT, "aidp-*")) {
      for (Path module : modules) {
        Path pom = module.resolve("pom.xml");
        Matcher title = TITLE.matcher(Files.exists(pom) ? Files.readString(pom) : "");
        if (title.find()) {
          titles.put(module.getFileName().toString(), title.group(1));
        }
      }
    }
    return titles;
  }
}
