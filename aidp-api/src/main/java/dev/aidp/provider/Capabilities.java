package dev.aidp.provider;

import com.google.common.collect.ImmutableSet;
import dev.aidp.run.Permission;
import dev.aidp.wire.WireNamed;
import java.util.Set;

/**
 * What a program can do.
 *
 * @param prompt how it takes its prompt
 * @param features what it can do besides
 * @param permissions what it can be told that it may do
 */
public record Capabilities(PromptWay prompt, Set<Feature> features, Set<Permission> permissions) {

  /** How a prompt reaches the program. */
  public enum PromptWay implements WireNamed {
    /** On standard input. */
    STDIN,
    /** In a file that an argument names. */
    FILE,
    /** As an argument; one that is too long for that is put into a file that the argument names. */
    ARGUMENT
  }

  /** What only some programs can do. */
  public enum Feature implements WireNamed {
    /** Writes its output as lines of JSON. */
    STRUCTURED,
    /** Writes a record that ends a turn; a turn without it has failed. */
    END_RECORD,
    /** Goes on with a session of an earlier turn. */
    RESUMES,
    /** Takes the id of a new session from its caller. */
    SESSION_NAMED,
    /** Tells what it used in tokens. */
    TOKENS,
    /** Tells what it cost. */
    COST,
    /** What it tells counts from the beginning of the session, not of the turn. */
    RUNNING_TOTALS,
    /** Stops by itself at a price. */
    BUDGET_CAP
  }

  /** Copies the sets, keeping their order. */
  public Capabilities {
    features = ImmutableSet.copyOf(features);
    permissions = ImmutableSet.copyOf(permissions);
  }

  /** Returns whether it can do {@code feature}. */
  public boolean can(Feature feature) {
    return features.contains(feature);
  }
}
