package dev.aidp.provider;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A coding agent's program. Says how one turn of it is called and reads what it writes; it starts
 * nothing itself. Stateless and safe for use by many threads.
 *
 * <pre>{@code
 * Extensions extensions = Extensions.none().provider(new Echo()); // its name is echo
 * FeatureRequest request = FeatureRequest.of("Add CSV export").agent("echo");
 * }</pre>
 */
public interface AgentProvider {

  /** Returns a short name such as {@code claude}, as the configuration and {@code --agent} say. */
  String name();

  /** Returns what the program can do. */
  Capabilities capabilities();

  /**
   * Returns how the program is called for one turn.
   *
   * @param turn asks for no permission that {@link #capabilities()} does not list
   */
  Invocation invocation(AgentTurn turn);

  /** Returns what reads the output of the one turn that {@code turn} asked for. */
  TurnReader reader(AgentTurn turn);

  /** Returns what its failures look like; this is asked before the table that holds for all. */
  default FailureHints failures() {
    return FailureHints.NONE;
  }

  /** Returns how to find out what of it is installed, without a network. */
  default Probe probe() {
    return Probe.NONE;
  }

  /**
   * Returns the variables of Aidp's environment that the program needs besides the usual ones:
   * names, or the beginnings of names followed by {@code *}.
   */
  default List<String> variables() {
    return ImmutableList.of();
  }
}
