package dev.aidp.activities.spending;

import dev.aidp.activities.process.Pulse;
import dev.aidp.activity.StepInfo;
import dev.aidp.feature.NewsActivities;
import dev.aidp.run.PartWaiting;
import java.util.function.BiConsumer;

/** Passes what parts say of themselves to their run. Safe for use by many threads. */
public final class NewsActivitiesImpl implements NewsActivities {

  private final BiConsumer<String, PartWaiting> runs;

  /** Makes it; {@code runs} finds the run and signals it, or does nothing if there is none. */
  public NewsActivitiesImpl(BiConsumer<String, PartWaiting> runs) {
    this.runs = runs;
  }

  @Override
  public void tell(String run, PartWaiting news) {
    StepInfo.current().beat(null);
    Pulse.during(() -> runs.accept(run, news));
  }
}
