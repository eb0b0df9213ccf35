package dev.aidp.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.suite.Portion;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One list of scenarios, three engines, one result. */
class DifferentialTest {

  private static final Map<String, NormalisedResult> NATIVE = new ConcurrentHashMap<>();
  private static InMemoryServer inMemory;

  @BeforeAll
  static void start_in_memory_server() {
    inMemory = InMemoryServer.start();
  }

  @AfterAll
  static void stop_in_memory_server() {
    inMemory.close();
  }

  /** All, or with {@code -Daidp.scenarios=WORDS} those that have them in their names. */
  static List<Scenario> scenarios() {
    String words = System.getProperty("aidp.scenarios", "");
    return Scenarios.all().stream().filter(each -> each.name().contains(words)).toList();
  }

  static List<Scenario> inMemory() {
    return Portion.of(scenarios(), 6, 0);
  }

  static List<Scenario> onRealServer() {
    return Portion.of(scenarios(), 6, 3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void comes_to_what_it_must_on_native(Scenario scenario, @TempDir Path folder) {
    assertThat(onNative(scenario, folder).summary()).isEqualTo(scenario.expected());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inMemory")
  void comes_to_the_same_on_the_in_memory_server(Scenario scenario, @TempDir Path folder) {
    assertThat(onTemporal(scenario, folder, inMemory.target()))
        .isEqualTo(onNative(scenario, folder));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("onRealServer")
  void comes_to_the_same_on_a_real_server(Scenario scenario, @TempDir Path folder) {
    String target = DevServer.shared().target();

    assertThat(onTemporal(scenario, folder, target)).isEqualTo(onNative(scenario, folder));
  }

  private static NormalisedResult onNative(Scenario scenario, Path folder) {
    return NATIVE.computeIfAbsent(
        scenario.name(),
        name -> {
          try (Stage stage = Stage.onNative(folder.resolve("native"))) {
            return stage.play(scenario);
          }
        });
  }

  private static NormalisedResult onTemporal(Scenario scenario, Path folder, String target) {
    Path place = folder.resolve("temporal");
    try (Stage stage =
        byHub(scenario) ? Stage.onHub(place, target) : Stage.onTemporal(place, target)) {
      return stage.play(scenario);
    }
  }

  /** Half of them: as if other hosts took part. */
  private static boolean byHub(Scenario scenario) {
    return scenario.name().length() % 2 == 0;
  }
}
