package dev.aidp.testkit.disk;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A run of two units whose place cannot be used in its middle, on each engine. */
abstract class UnusablePlace {

  static final Setting TWO =
      Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]");

  private static InMemoryServer inMemory;

  @TempDir Path folder;

  enum Engine {
    NATIVE,
    IN_MEMORY,
    DEV_SERVER
  }

  @BeforeAll
  static void start_in_memory_server() {
    inMemory = InMemoryServer.start();
  }

  @AfterAll
  static void stop_in_memory_server() {
    inMemory.close();
  }

  static Stage stage(Engine engine, Path top) {
    return engine == Engine.NATIVE ? Stage.onNative(top) : Stage.onTemporal(top, target(engine));
  }

  private static String target(Engine engine) {
    return engine == Engine.DEV_SERVER ? DevServer.shared().target() : inMemory.target();
  }

  /** Another process, as far as engines can tell. */
  static Aidp another(Engine engine, Stage stage) {
    AidpOptions options = AidpOptions.defaults();
    return Aidp.open(
        stage.repository().top(),
        engine == Engine.NATIVE ? options : options.at(target(engine), null));
  }

  static UnusableException interruption(RunHandle run) {
    return catchThrowableOfType(
        UnusableException.class,
        () -> {
          try {
            run.ended().get(60, TimeUnit.SECONDS);
          } catch (ExecutionException e) {
            throw e.getCause();
          }
        });
  }
}
