package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
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
   * Refuses a program that is not there.
   *
   * @throws UsageException if it is not
   */
  static void check(Shell shell, Role role, AgentChain agents) {
    for (AgentChoice agent : agents.agents()) {
      if (agent.command() != null) {
        check(shell, role, agent.command());
      }
    }
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
