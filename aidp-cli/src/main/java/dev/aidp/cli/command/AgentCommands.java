package dev.aidp.cli.command;

import dev.aidp.activities.agent.provider.Installed;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Probe;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether the program that an agent's command begins with is there. */
final class AgentCommands {

  /**
   * A command that begins with a plain word; one with quotes, variables or assignments only the
   * shell understands.
   */
  private static final Pattern PLAIN =
      Pattern.compile("\\s*([A-Za-z0-9_.+/-]+)(?=[\\s;&|]|$).*", Pattern.DOTALL);

  private AgentCommands() {}

  /**
   * Refuses agents of which one's program is not there.
   *
   * @param declared the programs that the configuration adds to those that Aidp knows
   * @throws UsageException if one is not
   */
  static void check(Shell shell, RunSettings settings, List<AgentProvider> declared) {
    Providers providers = Providers.builtIn().with(declared);
    settings
        .agents()
        .forEach((role, chain) -> chain.agents().forEach(a -> check(shell, role, a, providers)));
  }

  private static void check(Shell shell, Role role, AgentChoice agent, Providers providers) {
    AgentProvider provider = providers.named(agent.provider());
    if (agent.command() != null) {
      check(shell, role, agent.command());
    } else if (provider != null && !isThere(shell, provider.probe())) {
      throw new UsageException(
          "The agent %s is not there: %s was not found"
              .formatted(provider.name(), provider.probe().version().get(0)),
          null,
          provider.probe().install());
    }
  }

  private static boolean isThere(Shell shell, Probe probe) {
    return probe.version().isEmpty()
        || Installed.look(probe, shell.environment()).program() != null;
  }

  private static void check(Shell shell, Role role, String command) {
    if (!isThere(shell, command)) {
      throw new UsageException(
          "The agent of the role %s is not there: %s".formatted(role.wireName(), program(command)),
          null,
          "Install it, or name another with --agent-command CMD.");
    }
  }

  /**
   * Returns whether the program is there, as far as can be told: paths from a worktree are not
   * looked at.
   */
  static boolean isThere(Shell shell, String command) {
    String program = program(command);
    if (program.isEmpty() || (program.contains("/") && !program.startsWith("/"))) {
      return true;
    }
    ProcessBuilder asking =
        new ProcessBuilder("/bin/sh", "-c", "command -v -- \"$1\"", "sh", program);
    asking.environment().clear();
    asking.environment().putAll(shell.environment());
    asking
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .redirectInput(Redirect.from(new File("/dev/null")));
    try {
      return asking.start().waitFor() == 0;
    } catch (IOException e) {
      return true; // without a shell nothing runs at all, and that is said elsewhere
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String program(String command) {
    Matcher plain = PLAIN.matcher(command);
    return plain.matches() ? plain.group(1) : "";
  }
}
