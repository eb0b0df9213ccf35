package dev.aidp.testkit.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentListener;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A scripted agent that is code of this process: no process is started, a turn takes microseconds.
 * What no rule speaks of is done well: a coder writes {@code UNIT.txt} and says that the work is
 * complete. It notes each turn. Safe for use by many threads.
 *
 * <pre>{@code
 * static CodedAgent agent() {
 *   return new CodedAgent()
 *       .coder("parser", 1, CodedAgent.writing("parser.txt", "red"))
 *       .with(FaultPlan.none().limited(2, Duration.ofHours(20)));
 * }
 *
 * AidpExtension.builder().agent("coded", ThisTest::agent) // FeatureRequest.of("…").agent("coded")
 * }</pre>
 */
public final class CodedAgent implements Agent {

  private record Rule(Pattern pattern, Agent act) {}

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<PlayedTurn> turns = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private volatile FaultPlan faults = FaultPlan.none();

  /** Makes one without rules. */
  public CodedAgent() {}

  /** Returns what writes one file and says that the work is complete. */
  public static Agent writing(String path, String content) {
    return (turn, listener) -> {
      Path file = turn.place().worktree().resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return AgentReply.complete(path + " is written.");
    };
  }

  /** Returns what says this and does nothing. */
  public static Agent saying(String text) {
    return (turn, listener) -> AgentReply.of(text);
  }

  /** Says what the coder of {@code unit} does in every turn that no earlier rule speaks of. */
  public CodedAgent coder(String unit, Agent act) {
    return rule("coder/" + unit + "/*/*/*", act);
  }

  /** Says what the coder of {@code unit} does in one iteration of any attempt. */
  public CodedAgent coder(String unit, int iteration, Agent act) {
    return rule("coder/" + unit + "/*/" + iteration + "/*", act);
  }

  /**
   * Says what is done where {@code ROLE/UNIT/ATTEMPT/ITERATION/CALL} matches {@code pattern}, in
   * which a {@code *} stands for any characters; the first rule that matches holds.
   */
  public CodedAgent rule(String pattern, Agent act) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    rules.add(new Rule(Pattern.compile(regex), act));
    return this;
  }

  /** Says what goes wrong in which of its calls; the plan before does not count any more. */
  public CodedAgent with(FaultPlan plan) {
    faults = plan;
    return this;
  }

  /** Returns every turn so far, in the order they began. */
  public List<PlayedTurn> turns() {
    return ImmutableList.copyOf(turns);
  }

  @Override
  public AgentReply turn(AgentTurn turn, AgentListener listener) throws Exception {
    AgentTurn.Occasion at = turn.occasion();
    PlayedTurn played =
        new PlayedTurn(
            at.role().wireName(), at.unit(), at.attempt(), at.iteration(), turn.prompt().text());
    int call;
    synchronized (this) {
      turns.add(played);
      call = turns.size();
    }
    String key = played.key() + "/" + calls.merge(played.key(), 1, Integer::sum);
    faults.play(call);
    for (Rule rule : rules) {
      if (rule.pattern.matcher(key).matches()) {
        return rule.act.turn(turn, listener);
      }
    }
    return at.role() == dev.aidp.run.Role.CODER
        ? writing(at.unit() + ".txt", "work of " + at.unit() + "\n").turn(turn, listener)
        : AgentReply.of("");
  }
}
