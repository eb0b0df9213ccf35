package dev.aidp.activities.agent.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the readers make of streams that are not as they should be. */
class ReadersTest {

  private static final String SAID =
      "{'type':'assistant','message':{'id':'m','content':[{'type':'text','text':'Done.\\n"
          + "STATUS: COMPLETE'}]}}";
  private static final String TOOL =
      "{'type':'assistant','message':{'id':'n','content':[{'type':'tool_use','name':'Edit','input':{}}]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'result','subtype':'success','is_error':false,'result':''}",
        "{'type':'result','subtype':'success','is_error':false,'result':null}",
        "{'type':'result','subtype':'success','is_error':false}",
        "{'type':'result','subtype':'success','is_error':false,'result':'Done.\\nSTATUS: COMPLETE'}"
      })
  void the_result_of_claude_is_its_last_message_where_it_says_less(String result) {
    TurnOutput reading = read("claude", SAID, result);

    assertThat(reading.over()).isTrue();
    assertThat(reading.reply()).isEqualTo("Done.\nSTATUS: COMPLETE");
  }

  @Test
  void what_a_sub_agent_of_claude_says_is_no_message() {
    String sub = SAID.replace("'message'", "'parent_tool_use_id':'t1','message'");

    assertThat(read("claude", sub).reply()).isEmpty();
    assertThat(read("claude", SAID, sub.replace("Done", "Other")).reply()).startsWith("Done.");
  }

  @Test
  void a_message_after_a_tool_begins_anew_and_an_end_without_one_keeps_the_last() {
    assertThat(read("claude", SAID, TOOL, SAID.replace("Done", "Now")).reply()).startsWith("Now.");
    assertThat(read("claude", SAID, TOOL).reply()).startsWith("Done.");
    assertThat(read("claude", SAID, SAID.replace("Done", "Now")).reply())
        .isEqualTo("Done.\nSTATUS: COMPLETE\nNow.\nSTATUS: COMPLETE");
  }

  @Test
  void what_claude_asks_by_its_tool_is_a_question_of_the_reply() {
    String asks =
        TOOL.replace("'Edit'", "'AskUserQuestion'")
            .replace(
                "'input':{}",
                "'input':{'questions':[{'question':'Which\\ndatabase?','header':'DB','options':"
                    + "[{'label':'Postgres'},{'label':'SQLite'}]},{'question':'Since when?'}]}");

    String reply = read("claude", asks, SAID).reply();

    assertThat(reply)
        .isEqualTo(
            "Done.\nSTATUS: COMPLETE\n\nQUESTION: Which database? (Postgres; SQLite)\nSince when?\n");
    String sub = asks.replace("'message'", "'parent_tool_use_id':'t1','message'");
    assertThat(read("claude", sub, SAID).reply()).doesNotContain("QUESTION");
  }

  @Test
  void a_rejected_limit_of_claude_carries_its_time_through_the_error_that_follows() {
    TurnOutput reading =
        read(
            "claude",
            "{'type':'rate_limit_event','rate_limit_info':{'status':'rejected','resetsAt':1795864200,'rateLimitType':'five_hour'}}",
            "{'type':'assistant','error':'rate_limit','message':{'content':[{'type':'text','text':'limit'}]}}",
            "{'type':'result','subtype':'success','is_error':true,'result':'limit'}");

    assertThat(reading.fault().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(reading.fault().retryAt()).isEqualTo(Instant.parse("2026-11-28T11:10:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "codex|{'type':'error','message':'Reconnecting"
            + " 1/5'}|{'type':'item.completed','item':{'type':'agent_message','text':'On.'}}",
        "copilot|{'type':'session.error','data':{'errorType':'query','message':'reset'}}|{'type':'assistant.message','data':{'content':'On.'}}",
        "gemini|{'type':'error','severity':'error','message':'reset'}|{'type':'message','role':'assistant','content':'On.'}",
        "opencode|{'type':'error','error':{'name':'APIError','data':{'message':'reset'}}}|{'type':'text','part':{'text':'On.'}}"
      })
  void an_error_counts_until_the_agent_goes_on(String provider, String error, String message) {
    TurnOutput failed = read(provider, error);
    TurnOutput mended = read(provider, error, message);

    assertThat(failed.over()).isFalse();
    assertThat(failed.fault()).isNotNull();
    assertThat(mended.fault()).isNull();
    assertThat(mended.reply()).isEqualTo("On.");
  }

  @Test
  void an_error_of_opencode_after_its_last_step_makes_that_none() {
    TurnOutput reading =
        read(
            "opencode",
            "{'type':'text','part':{'text':'On.'}}",
            "{'type':'step_finish','part':{'reason':'stop','tokens':{'output':3}}}",
            "{'type':'error','error':{'name':'APIError','data':{'message':'reset'}}}");

    assertThat(reading.over()).isFalse();
    assertThat(reading.fault().message()).isEqualTo("reset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "turn"})
  void a_declared_agent_counts_a_record_without_a_type_once(String usage) {
    AgentProvider mine =
        Declared.of(
            "mine",
            Map.of(
                "binary", "x",
                "output", "jsonl",
                "usage", usage,
                "read.tokens_output", "/tokens/out"));

    TurnOutput reading = read(mine, "{'tokens':{'out':10}}");

    assertThat(reading.usage().outputTokens()).isEqualTo(10);
  }

  @Test
  void a_declared_agent_fails_by_an_error_that_it_did_not_recover_from_only() {
    AgentProvider mine =
        Declared.of(
            "mine",
            Map.of(
                "binary", "x",
                "output", "jsonl",
                "read.text", "/text",
                "read.error", "/error",
                "read.end", "/type=end"));

    assertThat(read(mine, "{'error':'reset'}", "{'type':'end'}").fault().message())
        .isEqualTo("reset");
    assertThat(read(mine, "{'error':'reset'}", "{'text':'On.'}", "{'type':'end'}").fault())
        .isNull();
    assertThat(read(mine, "{'type':'end','error':'reset'}").over()).isTrue();
    assertThat(read(mine, "{'error':'reset'}").over()).isFalse();
  }

  @Test
  void a_program_in_java_is_a_table_and_one_reader() {
    Map<String, String> table =
        Map.of("binary", "mine", "args", "run [ -s {session} ]", "features", "tokens end_record");

    AgentProvider mine = Declared.of("mine", table, Codex::reader);

    assertThat(mine.capabilities().features())
        .containsExactlyInAnyOrder(Feature.RESUMES, Feature.TOKENS, Feature.END_RECORD);
    assertThat(read(mine, "{'type':'item.completed','item':{'type':'agent_message','text':'Hi'}}"))
        .returns("Hi", TurnOutput::reply);
    assertThatThrownBy(() -> Declared.of("mine", Map.of("binary", "mine", "arg", "x")))
        .hasMessageStartingWith("it has no arg; known are binary, args,");
    assertThatThrownBy(() -> Declared.of("mine", Map.of("binary", "mine", "features", "telepathy")))
        .hasMessageStartingWith("it says telepathy, not one of [structured,");
  }

  private static TurnOutput read(String provider, String... lines) {
    return read(Objects.requireNonNull(Providers.builtIn().named(provider)), lines);
  }

  private static TurnOutput read(AgentProvider provider, String... lines) {
    TurnReader reader =
        provider.reader(
            new AgentTurn(
                AgentChoice.provider(provider.name()),
                null,
                new AgentTurn.Session("s", false),
                new AgentTurn.Prompt("p", Path.of("p")),
                new AgentTurn.Place(Path.of("w"), Path.of("f"), Path.of("a")),
                new AgentTurn.Bounds(Duration.ofMinutes(1), null),
                new AgentTurn.Occasion("run", "unit", Role.CODER, 1, 1)));
    for (String line : lines) {
      reader.output(line.replace('\'', '"').replace("\n", "\\n"));
    }
    return reader.end(0);
  }
}
