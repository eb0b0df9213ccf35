package dev.aidp.cli.doctor;

import dev.aidp.activities.agent.provider.Installed;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Probe;
import java.util.Map;

/**
 * Finds out whether the program of an agent is there, which version, and whether it is logged in.
 */
public final class AgentPrograms {

  private AgentPrograms() {}

  /** Looks at a program without which a run cannot go on. */
  public static Finding needed(AgentProvider provider, Map<String, String> environment) {
    Probe probe = provider.probe();
    String name = "agent " + provider.name();
    if (probe.version().isEmpty()) {
      return Finding.good(name, "an application's own");
    }
    Installed installed = Installed.look(probe, environment);
    if (installed.program() == null) {
      return Finding.bad(name, "not found: " + probe.version().get(0), probe.install());
    }
    String version = Installed.version(probe, environment);
    String login = installed.login();
    return Finding.good(
        name,
        (version.isEmpty() ? installed.program() + ", which tells no version" : version)
            + (login == null ? "; no login seen (it may be in a keychain)" : "; login: " + login));
  }
}
