package dev.aidp.testkit.disk;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** A run of two units whose place cannot be used in its middle, on each engine. */
abstract class UnusablePlace extends OnEachEngine {

  static final Setting TWO =
      Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]");

  @TempDir Path folder;

  static Stage stage(Engine engine, Path top) {
    return engine == Engine.NATIVE ? Stage.onNative(top) : Stage.onTemporal(top, target(engine));
  }

  /** Another process, as far as engines can tell. */
  static Aidp another(Engine engine, Stage stage) {
    return Aidp.open(stage.repository().top(), options(engine));
  }

  static UnusableException interruption(RunHandle run) {
    return catchThrowableOfType(
        UnusableException.class,
        () -> {
          try {
            run.ended().get(180, TimeUnit.SECONDS);
          } catch (ExecutionException e) {
            throw e.getCause();
          }
        });
  }
}
