package dev.aidp.runtime.flows;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.nativeengine.VirtualTime;
import dev.aidp.workflow.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day of three providers in virtual time: limits with resets, an expired login, an hour of
 * overload, crashes and hangs; the workflows, the engine and the memory of the providers' health
 * are the real ones.
 */
class ScriptedDayTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void forty_units_are_all_done_and_the_open_windows_are_used(long seed) {
    VirtualTime time = new VirtualTime(ScriptedProviders.MIDNIGHT);
    ScriptedDay day = new ScriptedDay(turnsIn(time), seed);
    FeatureState end;

    try (Database database = Database.inMemory();
        NativeEngine engine = time.engine(database, day.world(folder, time));
        time) {
      engine.start(
          "f",
          FeatureOrchestrationWorkflow.class,
          feature -> feature.run(FeatureRequest.resolved(ScriptedDay.request())));
      CompletableFuture<Outcome<FeatureState>> result = engine.result("f", FeatureState.class);
      time.passUntil(result::isDone);
      end = result.join().orThrow();
    }

    day.check(Long.toString(seed), end, time.now(), 0.95);
  }

  private static ScriptedProviders.Time turnsIn(VirtualTime time) {
    return new ScriptedProviders.Time() {
      @Override
      public Instant now() {
        return time.now();
      }

      @Override
      public void sleep(Duration length) {
        time.sleep(length);
      }
    };
  }
}
