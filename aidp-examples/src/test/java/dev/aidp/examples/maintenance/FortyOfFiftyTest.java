package dev.aidp.examples.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FortyOfFiftyTest {

  @TempDir Path folder;

  @Test
  void what_was_done_today_is_not_done_again_tomorrow_by_another_process() throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    Path calls = folder.resolve("calls");
    Path maintained = folder.resolve("maintained");
    // Those after the fortieth are at work until they are ended, as long as nothing was maintained.
    String agent =
        """
        cat > /dev/null; echo $AIDP_UNIT_ID >> %s
        [ "${AIDP_UNIT_ID#change-}" -le 40 ] || [ -e %s ] || sleep 600
        echo x > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE
        """
            .formatted(calls, maintained);

    String today = program("today", repository.top().toString(), agent);
    List<String> before = Files.readAllLines(calls);
    Files.createFile(maintained);
    String tomorrow = program("tomorrow", repository.top().toString());

    assertThat(today).isEqualTo("CANCELLED, done: 40");
    assertThat(tomorrow).isEqualTo("COMPLETED, done: 50");
    List<String> all = Files.readAllLines(calls);
    assertThat(all.subList(before.size(), all.size()))
        .containsExactlyInAnyOrder(
            IntStream.rangeClosed(41, 50).mapToObj(n -> "change-" + n).toArray(String[]::new));
    assertThat(repository.files("aidp/fifty").keySet())
        .filteredOn(file -> file.startsWith("change-"))
        .hasSize(50);
  }

  /** Runs the example as a process of its own, and returns what it prints last. */
  private String program(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), FortyOfFifty.class.getName()));
    command.addAll(Stream.of(args).toList());
    Path printed = folder.resolve(args[0] + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
    List<String> lines = Files.readAllLines(printed);
    return lines.get(lines.size() - 1);
  }
}
