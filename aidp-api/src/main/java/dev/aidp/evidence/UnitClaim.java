package dev.aidp.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Check;
import dev.aidp.run.Names;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Work;
import java.util.List;

/**
 * What a run says of a unit's commit.
 *
 * @param work the unit's
 * @param plan the plan, by reference
 * @param base the commit that the unit began from
 * @param report the finished unit, with its commit as soon as that is made
 * @param required the run's checks
 * @param earlier parts that are kept already, by reference
 * @param rest the last part: turns, and what the checks came to
 */
public record UnitClaim(
    Work work,
    String plan,
    String base,
    UnitReport report,
    List<Check> required,
    List<String> earlier,
    EvidencePart rest) {

  /** Refuses a name that is none; copies the collections. */
  public UnitClaim {
    Names.object(base);
    required = ImmutableList.copyOf(required);
    earlier = ImmutableList.copyOf(earlier);
  }

  /** Returns what is said of {@code commit}, which has been made. */
  public UnitClaim of(String commit) {
    return new UnitClaim(work, plan, base, report.at(commit), required, earlier, rest);
  }
}
