package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Names;
import dev.aidp.run.Work;
import dev.aidp.wire.WireNamed;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be green on exactly one tree.
 *
 * @param work who asks: its identity and its inputs and outputs are in the checks' environment
 * @param iteration told to the checks as the agent's was
 * @param state the tree
 * @param required what must be green
 * @param bounds within which the work should have stayed
 * @param timeout of each check that has none of its own
 * @param reruns how often a check that is red on a tree on which it was green runs again there
 * @param where the checks run, and what need not run again
 */
@RecordBuilder
public record ChecksRequest(
    Work work,
    int iteration,
    TreeState state,
    Required required,
    Bounds bounds,
    Duration timeout,
    int reruns,
    Where where)
    implements ChecksRequestBuilder.With {

  /**
   * What must be green.
   *
   * @param checks the run's checks
   * @param plan the plan, by reference, whose {@code units} have checks of their own
   * @param units whose own checks run too; a unit's claims are looked at only where it is the one
   *     that asks
   * @param upTo whatever has a later phase does not run
   */
  @RecordBuilder
  public record Required(List<Check> checks, String plan, List<String> units, Check.Phase upTo)
      implements ChecksRequestRequiredBuilder.With {

    /** Copies the collections. */
    @SuppressWarnings("ConstantValue")
    public Required {
      checks = ImmutableList.copyOf(checks);
      units = ImmutableList.copyOf(units);
      upTo = upTo == null ? Check.Phase.FULL_LOOP : upTo;
    }

    /** Makes it of all phases. */
    public Required(List<Check> checks, String plan, List<String> units) {
      this(checks, plan, units, Check.Phase.FULL_LOOP);
    }
  }

  /**
   * Where work should have stayed.
   *
   * @param start the commit the work began from, to know what it changed
   * @param claims what follows on work outside the unit's files
   * @param guards what the work may change; null: nobody asks
   */
  public record Bounds(String start, Claims claims, @Nullable DiffGuards guards) {

    /** Makes those of work whose guards nobody asks. */
    public Bounds(String start, Claims claims) {
      this(start, claims, null);
    }

    /** Refuses a name that is none. */
    public Bounds {
      Names.object(start);
    }

    /** Returns a copy of those that nobody asks the guards for. */
    public Bounds unguarded() {
      return new Bounds(start, claims);
    }
  }

  /** Where checks run, and what need not run again. */
  public enum Where implements WireNamed {
    /**
     * In the working copy of who asks, with whatever it holds besides the tree: quick, and no
     * verdict on the tree.
     */
    WORKING_COPY,
    /** In a clean checkout; a check that passed in one on exactly this tree is not run again. */
    CLEAN,
    /** In a clean checkout; a check that ran in one on exactly this tree is not run again. */
    CLEAN_ONCE,
    /** In a clean checkout, whatever is known. */
    CLEAN_AGAIN;

    /** Returns whether what comes out is a verdict on the tree. */
    public boolean clean() {
      return this != WORKING_COPY;
    }
  }
}
