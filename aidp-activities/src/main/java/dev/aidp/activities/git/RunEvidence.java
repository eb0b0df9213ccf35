package dev.aidp.activities.git;

import dev.aidp.evidence.Evidence.Kind;
import java.util.Collection;

/** Where evidence is that was made on another host. */
public interface RunEvidence {

  /** All of it is made where it is read. */
  RunEvidence HERE =
      new RunEvidence() {
        @Override
        public void bring(Kind kind, Collection<String> commits) {}

        @Override
        public void bringWhole(String commit) {}
      };

  /** Brings the evidence of {@code commits} here, as far as it is missing and somebody has it. */
  void bring(Kind kind, Collection<String> commits);

  /** Likewise, with all that the evidence of {@code commit} names, of whatever kind it is. */
  void bringWhole(String commit);
}
