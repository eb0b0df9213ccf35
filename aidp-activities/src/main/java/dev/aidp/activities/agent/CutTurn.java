package dev.aidp.activities.agent;

import dev.aidp.activities.spending.Spending;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What is known of what a turn has used that was cut off. */
final class CutTurn {

  private CutTurn() {}

  /** Returns that of a turn of a command: what it has noted. */
  static Spending.Cut of(InputsAndOutputs files) {
    return new Spending.Cut() {
      @Override
      public Optional<Usage> used() {
        try {
          return Optional.of(files.usage()).filter(noted -> !noted.equals(Usage.NONE));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void charged(Usage priced) {
        try {
          files.takeUsage();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Returns that of {@code turn}: what its program has told until then. */
  static Spending.Cut of(String turn, AgentProvider provider, TurnMemory memory) {
    boolean totals = provider.capabilities().can(Feature.RUNNING_TOTALS);
    return new Spending.Cut() {
      @Override
      public Optional<Usage> used() {
        TurnMemory.Begun begun = memory.interrupted(turn).orElse(null);
        if (begun == null || begun.used() == null) {
          return Optional.empty();
        }
        boolean toldLater = totals && begun.session() != null && begun.used().equals(Usage.NONE);
        return toldLater ? Optional.empty() : Optional.of(begun.used());
      }

      @Override
      public void charged(Usage priced) {
        TurnMemory.Begun begun = memory.interrupted(turn).orElseThrow();
        try {
          if (totals && begun.session() != null) {
            memory.ahead(begun.session(), priced);
          }
          memory.begin(new TurnMemory.Begun(turn, begun.provider(), begun.session(), null));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
