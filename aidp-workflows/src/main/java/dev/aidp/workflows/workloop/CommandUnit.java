package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.UnitAction;
import dev.aidp.workloop.UnitWork;
import java.util.LinkedHashMap;
import java.util.Map;

/** A unit whose command takes the place of an agent: one turn, and there is nobody to mend it. */
final class CommandUnit {

  private CommandUnit() {}

  /** Returns {@code unit} as one whose only turn is {@code action}. */
  static UnitWork of(UnitWork unit, UnitAction action) {
    RunSettings settings = unit.settings();
    Map<Role, AgentChain> agents = new LinkedHashMap<>(settings.agents());
    agents.remove(Role.REVIEWER);
    agents.put(Role.CODER, new AgentChain(ImmutableList.of(AgentChoice.step(action.command()))));
    return unit.withSettings(
        settings.withAgents(agents).withLimits(settings.limits().withMaxIterations(1)));
  }
}
