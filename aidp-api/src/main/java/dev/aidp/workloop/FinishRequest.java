package dev.aidp.workloop;

import dev.aidp.evidence.UnitClaim;
import dev.aidp.git.Commit;

/**
 * How a unit that is done is finished.
 *
 * @param commit its work
 * @param claim what is said of it; its report has no commit yet
 */
public record FinishRequest(Commit commit, UnitClaim claim) {}
