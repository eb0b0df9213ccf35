package dev.aidp.activities.agent.provider;

import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import org.jspecify.annotations.Nullable;

/** Reads nothing out of text: the exit code says how the turn ended. */
public final class PlainReader implements TurnReader {

  @Override
  public @Nullable String output(String line) {
    return null;
  }

  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  public boolean done() {
    return false;
  }

  @Override
  public TurnOutput end(@Nullable Integer exitCode) {
    return new TurnOutput(null, Usage.NONE, exitCode != null && exitCode == 0, null);
  }
}
