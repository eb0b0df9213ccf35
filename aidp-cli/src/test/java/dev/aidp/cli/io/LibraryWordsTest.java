package dev.aidp.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.cli.command.AidpCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library says is read by Java programs, too: commands are the command line's to name. */
class LibraryWordsTest {

  private static final List<String> LIBRARY =
      List.of(
          "aidp-api",
          "aidp-workflows",
          "aidp-activities",
          "aidp-runtime",
          "aidp-s3",
          "aidp-spring-boot-starter",
          "aidp-testkit");

  /** The documentation of the settings, which are the command line's as well. */
  private static final Path SETTINGS = Path.of("dev/aidp/runtime/config");

  @Test
  void no_sentence_of_the_library_names_a_command() throws IOException {
    Pattern command =
        Pattern.compile("\\baidp (?:%s)\\b|-C DIR".formatted(String.join("|", commands())));
    List<String> found = new ArrayList<>();
    for (String module : LIBRARY) {
      Path sources = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file :
            files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
          if (!sources.relativize(file).startsWith(SETTINGS)) {
            Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.startsWith("*") && !line.startsWith("/"))
                .filter(line -> command.matcher(line).find())
                .forEach(line -> found.add(file.getFileName() + ": " + line));
          }
        }
      }
    }

    assertThat(found).isEmpty();
  }

  private static Set<String> commands() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Shell shell =
        new Shell(
            nowhere,
            nowhere,
            Map.of(),
            Path.of(""),
            Screen.none(),
            new Interruption(),
            Clock.systemUTC());
    Set<String> commands = AidpCommand.line(shell).getSubcommands().keySet();
    assertThat(commands).contains("status", "retry");
    return commands;
  }
}
