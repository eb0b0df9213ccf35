package dev.aidp.examples.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FortyOfFiftyTest {

  @TempDir Path folder;

  @Test
  void what_was_done_today_is_not_done_again_tomorrow_by_another_process() throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    Path calls = folder.resolve("calls");
    String agent =
        "cat > /dev/null; echo $AIDP_UNIT_ID >> %s; echo x > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE"
            .formatted(calls);

    String today = program("today", repository.top().toString(), agent);
    assertThat(today).startsWith("CANCELLED, done: 4");
    List<String> done = repository.branches("aidp-units/fifty");
    int before = Files.readAllLines(calls).size();

    assertThat(program("tomorrow", repository.top().toString())).isEqualTo("COMPLETED, done: 50");

    assertThat(done.size()).isBetween(40, 49);
    assertThat(
            repository.files("aidp/fifty").keySet().stream().filter(f -> f.startsWith("change-")))
        .hasSize(50);
    List<String> all = Files.readAllLines(calls);
    assertThat(all.subList(before, all.size())).hasSize(50 - done.size());
    assertThat(all.subList(before, all.size()))
        .noneMatch(unit -> done.stream().anyMatch(branch -> branch.endsWith("/" + unit)));
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
