package dev.aidp.testkit.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An agent as a real process: a POSIX shell script that looks up what to do by role, unit, attempt,
 * iteration and call, and notes each call. What no rule speaks of is done well: a coder writes
 * {@code UNIT.txt} and says that the work is complete; other roles say nothing.
 *
 * <p>Rules may be added after {@link #command()} was called; turns that begin then follow them. Not
 * safe for use by many threads while they are.
 */
public final class ScriptedAgent {

  private static final int UNITLESS = 0;

  private final Path home;
  private final StringBuilder rules = new StringBuilder();
  private FaultPlan faults = FaultPlan.none();
  private boolean written;

  private ScriptedAgent(Path home) {
    this.home = home;
  }

  /** Makes an agent whose script, log and prompts are in {@code folder}, which is made too. */
  public static ScriptedAgent in(Path folder) {
    try {
      for (String name : List.of("prompts", "gates", "alive")) {
        Files.createDirectories(folder.resolve(name));
      }
      return new ScriptedAgent(folder.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what the coder of {@code unit} does in every turn that no earlier rule speaks of. */
  public ScriptedAgent coder(String unit, Act act) {
    return rule("coder/" + unit + "/*/*/*", act);
  }

  /** Says what the coder of {@code unit} does in one iteration of any attempt. */
  public ScriptedAgent coder(String unit, int iteration, Act act) {
    return rule("coder/" + unit + "/*/" + iteration + "/*", act);
  }

  /** Says what the resolver does; who asks is not distinguished. */
  public ScriptedAgent resolver(Act act) {
    return rule("resolver/*/*/*/*", act);
  }

  /** Says what the planner does in one iteration; {@value #UNITLESS} for all others. */
  public ScriptedAgent planner(int iteration, Act act) {
    return rule("planner/*/*/" + (iteration == UNITLESS ? "*" : iteration) + "/*", act);
  }

  /**
   * Says what is done where {@code ROLE/UNIT/ATTEMPT/ITERATION/CALL} matches {@code pattern}, a
   * shell pattern; the first rule that matches holds.
   */
  public ScriptedAgent rule(String pattern, Act act) {
    rules.append(text(pattern, act));
    return changed();
  }

  /** Like {@link #rule}, but before every rule so far. */
  public ScriptedAgent first(String pattern, Act act) {
    rules.insert(0, text(pattern, act));
    return changed();
  }

  /** Says what goes wrong in which of its calls; the plan before does not count any more. */
  public ScriptedAgent with(FaultPlan plan) {
    faults = plan;
    return changed();
  }

  private ScriptedAgent changed() {
    if (written) {
      command();
    }
    return this;
  }

  /** Returns a gate of this agent; the same name is the same gate. */
  public Gate gate(String name) {
    return new Gate(home.resolve("gates"), name);
  }

  /** Writes the script and returns the command to start it. */
  public String command() {
    try {
      String frame =
          Resources.toString(
              Resources.getResource(ScriptedAgent.class, "agent.sh"), StandardCharsets.UTF_8);
      Path script = home.resolve("agent.sh");
      Path draft = home.resolve("agent.sh.new");
      Files.writeString(
          draft,
          frame
              .replace("@HOME@", Shell.quoted(home.toString()))
              .replace("@FAULTS@\n", faults.shell())
              .replace("@RULES@", rules));
      written = true;
      // A turn under way reads the script as it goes: replace it, never write into it.
      Files.move(draft, script, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      return "exec sh " + Shell.quoted(script.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns this agent as code of this process; it finds {@code name} as {@code $AGENT}, and fails
   * by an exception with what it has complained of.
   */
  public Agent inProcess(String name) {
    return (turn, listener) -> {
      Process script = start(name, turn);
      try (BufferedReader output = script.inputReader(StandardCharsets.UTF_8)) {
        // Until it ends: an interrupt does not end a read.
        int exitCode = script.waitFor();
        String said = output.lines().collect(Collectors.joining("\n"));
        listener.says(said);
        if (exitCode != 0) {
          throw new IOException(Files.readString(errors(turn)));
        }
        return AgentReply.of(said);
      } finally {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
      }
    };
  }

  private Process start(String name, AgentTurn turn) throws IOException {
    AgentTurn.Occasion occasion = turn.occasion();
    ProcessBuilder builder =
        new ProcessBuilder("sh", home.resolve("agent.sh").toString())
            .directory(turn.place().worktree().toFile())
            .redirectInput(turn.prompt().file().toFile())
            .redirectError(errors(turn).toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AGENT", name,
                "AIDP_RUN_ID", occasion.run(),
                "AIDP_UNIT_ID", occasion.unit(),
                "AIDP_ROLE", occasion.role().wireName(),
                "AIDP_ITERATION", Integer.toString(occasion.iteration()),
                "AIDP_ATTEMPT", Integer.toString(occasion.attempt()),
                "AIDP_ARTIFACTS", turn.place().artifacts().toString()));
    return builder.start();
  }

  private static Path errors(AgentTurn turn) {
    return turn.place().files().resolve("errors");
  }

  /** Returns every call so far, in order. */
  public List<AgentCall> calls() {
    return words("start")
        .map(words -> AgentCall.read(words, home.resolve("prompts")))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns every call so far, in order, as what agents of all kinds were asked for. */
  public List<PlayedTurn> turns() {
    return calls().stream().map(AgentCall::turn).collect(ImmutableList.toImmutableList());
  }

  /** Returns the calls for one unit so far, in order. */
  public List<AgentCall> calls(String unit) {
    return calls().stream()
        .filter(call -> call.unit().equals(unit))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns how many turns came to their own end so far. */
  public long ended() {
    return words("end").count();
  }

  /** Returns how often each {@code role/unit/attempt/iteration} was called. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    calls().forEach(call -> counts.merge(call.key(), 1, Integer::sum));
    return counts;
  }

  /** Returns each time that two agents of one unit were alive at once, in words. */
  public List<String> overlaps() {
    return words("overlap")
        .map(words -> String.join(" ", words))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the calls whose prompt contains {@code text}. */
  public List<String> promptedWith(String text) {
    return calls().stream()
        .filter(call -> call.prompt().contains(text))
        .map(AgentCall::key)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the processes that agents left in the background. */
  public List<Long> leftProcesses() {
    Path file = home.resolve("left");
    return Files.exists(file)
        ? read(file).stream().map(Long::valueOf).collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  /** Returns the agents that live now. */
  public List<AgentCall> living() {
    return calls().stream()
        .filter(call -> lives(call.pid()))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns whether {@code pid} is a process that does something: not one that waits to be reaped.
   */
  public static boolean lives(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    try {
      String text = Files.readString(stat);
      return !text.substring(text.lastIndexOf(')') + 1).startsWith(" Z");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static String text(String pattern, Act act) {
    StringBuilder text = new StringBuilder("  " + pattern + ")\n");
    act.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    return text.append("    ;;\n").toString();
  }

  private java.util.stream.Stream<String[]> words(String first) {
    Path log = home.resolve("log");
    return Files.exists(log)
        ? read(log).stream().map(line -> line.split(" ")).filter(words -> words[0].equals(first))
        : java.util.stream.Stream.empty();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
