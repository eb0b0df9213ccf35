package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.Invocation;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.Usage;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.agent.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every provider must do, tried on an executable that stands in for its program. Extend it and
 * name both; a case that needs a feature which the provider does not claim is skipped.
 */
public abstract class ProviderContract {

  private static final Usage FIRST = new Usage(1_000, 9_000, 0, 300, 120_000, false);
  private static final Usage SECOND = new Usage(70, 8_000, 0, 50, 30_000, false);
  private static final String DONE = "All is well.\nSTATUS: COMPLETE";

  /** Where everything of one case is. */
  @TempDir protected Path folder;

  private StandIn program;
  private AgentProvider provider;

  /** For JUnit. */
  @SuppressWarnings("NullAway.Init") // JUnit calls what makes them
  protected ProviderContract() {}

  /** Returns what stands in for the program, in {@code home}. */
  protected abstract StandIn standIn(Path home);

  /** Returns the provider, which starts {@code executable}. */
  protected abstract AgentProvider provider(Path executable);

  /** Told that a case which needs {@code feature} has passed. */
  protected void shown(Feature feature) {}

  /** Told that a case has passed in which the program may do this. */
  protected void shown(Permission permission) {}

  /** Told that a long prompt has arrived in this way. */
  protected void shown(PromptWay way) {}

  @BeforeEach
  void install() {
    program = standIn(folder.resolve("program"));
    provider = provider(program.install());
  }

  private TurnStage stage() {
    program.install();
    return new TurnStage(folder.resolve("stage"), provider);
  }

  private boolean can(Feature feature) {
    return provider.capabilities().can(feature);
  }

  private void needs(Feature feature) {
    assumeTrue(can(feature), provider.name() + " does not claim " + feature);
  }

  @Test
  void takes_a_turn() {
    program.on(1, Play.nothing().saying("I begin.").editing("new.txt", "new").finishing(DONE));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(stage.reply(result)).contains(DONE);
    assertThat(stage.file("new.txt")).hasContent("new");
    assertThat(stage.log()).contains("I begin.", "turn ended");
  }

  @Test
  void all_that_it_wrote_is_kept_whether_the_turn_went_well_or_not() {
    program.on(1, Play.nothing().printing("Update 9.9.9").saying("I begin.").finishing(DONE));
    program.on(2, Play.nothing().printing("Update 9.9.9").saying("I begin.").crashing());
    TurnStage stage = stage();

    TurnResult good = stage.turn();
    TurnResult failed = stage.turn();

    assertThat(good.failure()).isNull();
    assertThat(stage.transcript(good)).contains("Update 9.9.9", "I begin.", "All is well.");
    assertThat(failed.failure()).isNotNull();
    assertThat(stage.transcript(failed)).contains("Update 9.9.9", "I begin.");
  }

  @Test
  void a_prompt_of_a_megabyte_with_a_leading_hyphen_arrives_whole() throws Exception {
    String prompt =
        "--help ünï 漢字 \"quoted\" 'too' $HOME `x`\n" + "ä line of text\n".repeat(70_000);
    program.install();

    call(prompt);

    String told = program.calls().get(0).prompt();
    if (provider.capabilities().prompt() == PromptWay.ARGUMENT) {
      assertThat(told).contains(folder.resolve("prompt").toString());
    } else {
      assertThat(told.equals(prompt)).as("the prompt, of %d characters", told.length()).isTrue();
    }
    shown(provider.capabilities().prompt());
  }

  @Test
  void no_argument_is_too_long_for_any_system() {
    AgentTurn order = order("x".repeat(200_000), null);

    assertThat(provider.invocation(order).arguments())
        .allMatch(argument -> argument.length() <= 110_000);
  }

  @Test
  void its_session_is_known_while_the_turn_lasts() {
    needs(Feature.STRUCTURED);
    needs(Feature.RESUMES);
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().saying("I begin.").waitingAt(gate).finishing(DONE));
    TurnStage stage = stage();

    TurnResult result =
        stage.turn(
            null,
            1,
            () -> {
              if (Files.exists(gate.reached()) && stage.beats().contains("session=" + session())) {
                gate.open();
              }
              return false;
            });

    assertThat(result.failure()).isNull();
    assertThat(result.session()).isEqualTo(session());
  }

  @Test
  void takes_the_id_of_a_new_session() throws Exception {
    needs(Feature.SESSION_NAMED);
    AgentTurn order = order("Do it.", null);
    program.install();

    call(order);

    // Whose sessions have no ids is told a folder of the session's own.
    String arguments = String.join(" ", program.calls().get(0).arguments());
    assertThat(arguments).containsAnyOf(order.session().id(), order.place().files().toString());
    if (arguments.contains(order.session().id())) {
      assertThat(program.sessions()).containsExactly(order.session().id());
    }
    shown(Feature.SESSION_NAMED);
  }

  private String session() {
    return program.calls().get(0).session();
  }

  @Test
  void goes_on_with_a_session() {
    needs(Feature.RESUMES);
    TurnStage stage = stage();

    TurnResult first = stage.turn();
    TurnResult second = stage.turn(first.session());

    assertThat(second.failure()).isNull();
    assertThat(second.session()).isEqualTo(first.session());
    assertThat(program.calls()).extracting(StandIn.Call::resumed).containsExactly(false, true);
    assertThat(program.session(session()))
        .containsExactly("begin 1 call 1", "end 1", "begin 2 call 2", "end 2");
    shown(Feature.RESUMES);
  }

  @Test
  void a_session_that_is_not_known_any_more_is_begun_anew() {
    needs(Feature.RESUMES);
    assumeTrue(provider.failures().sessionLost() != null, "a session is never refused");
    TurnStage stage = stage();
    TurnResult first = stage.turn();
    program.forgetSessions();

    TurnResult result = stage.turn(first.session());

    assertThat(result.failure()).isNull();
    assertThat(program.sessions()).hasSize(1);
    assertThat(stage.prompt(result)).contains("worked on this task");
  }

  @Test
  void a_session_of_another_host_is_not_asked_for() {
    needs(Feature.RESUMES);
    TurnStage stage = stage();

    TurnResult result = stage.turn(UUID.randomUUID().toString());

    assertThat(result.failure()).isNull();
    assertThat(program.calls()).extracting(StandIn.Call::resumed).containsExactly(false);
    assertThat(stage.prompt(result)).contains("worked on this task");
  }

  @Test
  void each_turn_tells_what_it_alone_has_used() {
    needs(Feature.TOKENS);
    program.on(1, Play.nothing().using(FIRST).finishing(DONE));
    program.on(2, Play.nothing().using(SECOND).finishing(DONE));
    TurnStage stage = stage();

    TurnResult first = stage.turn();
    TurnResult second = stage.turn(can(Feature.RESUMES) ? first.session() : null);

    assertThat(told(first.usage())).isEqualTo(told(FIRST));
    assertThat(told(second.usage())).isEqualTo(told(SECOND));
    Stream.of(Feature.TOKENS, Feature.COST, Feature.RUNNING_TOTALS)
        .filter(this::can)
        .forEach(this::shown);
  }

  /** Returns what the program tells of it: a price that it does not tell is an estimate. */
  private Usage told(Usage used) {
    return can(Feature.COST)
        ? used
        : new Usage(
            used.inputTokens(),
            used.cacheReadTokens(),
            used.cacheWriteTokens(),
            used.outputTokens(),
            0,
            false);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CANCELLED", "BUDGET_SPENT"})
  void each_failure_is_told_by_its_kind(FailureKind kind) {
    program.on(1, Play.nothing().editing("half.txt", "half").running("trouble " + kind.wireName()));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNotNull();
    assertThat(failure(result).kind()).as(failure(result).message()).isEqualTo(kind);
    assertThat(result.saysComplete()).isFalse();
    assertThat(stage.file("half.txt")).doesNotExist();
  }

  @Test
  void a_limit_that_names_its_end_is_known_to_last_until_then() {
    String said = "You've hit your limit · resets 11:30pm (Etc/GMT-3)";
    program.on(1, Play.nothing().running("trouble rate_limited " + Shell.quoted(said)));

    Failure failure = failure(stage().turn());

    assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failure.retryAt()).as(failure.message()).isNotNull();
    assertThat(OffsetDateTime.ofInstant(failure.retryAt(), ZoneOffset.UTC).toLocalTime())
        .isEqualTo(LocalTime.of(20, 30));
  }

  @Test
  void a_failure_that_exits_like_a_success_is_one() {
    program.on(1, Play.failing(FailureKind.RATE_LIMITED).exiting(0));

    assertThat(stage().turn().failure()).isNotNull();
  }

  @Test
  void what_an_agent_writes_about_limits_is_no_failure() {
    program.on(
        1,
        Play.nothing()
            .saying("The API answers 429 rate limit exceeded; not logged in; overloaded.")
            .finishing(DONE));

    assertThat(stage().turn().failure()).isNull();
  }

  @Test
  void a_turn_without_its_last_record_has_failed() {
    needs(Feature.END_RECORD);
    program.on(1, Play.nothing().saying("I begin.").exiting(1));
    program.on(2, Play.nothing().editing("half.txt", "half").exiting(0));
    TurnStage stage = stage();

    assertThat(failure(stage.turn()).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure(stage.turn()).kind()).isEqualTo(FailureKind.TRANSIENT);
    shown(Feature.END_RECORD);
  }

  @Test
  void a_turn_without_its_last_record_counts_if_it_has_a_message_and_the_program_exits_well() {
    program.on(1, Play.nothing().editing("new.txt", "new").saying(DONE).exiting(0));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(stage.reply(result)).contains(DONE);
    assertThat(stage.file("new.txt")).hasContent("new");
  }

  @Test
  void an_empty_last_word_is_filled_from_the_last_message() {
    program.on(1, Play.nothing().editing("new.txt", "new").saying(DONE).finishing(""));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(stage.reply(result)).contains(DONE);
  }

  @Test
  void what_it_says_after_the_line_that_the_work_is_complete_takes_nothing_back() {
    program.on(1, Play.nothing().saying("I begin.").saying(DONE).finishing("Anything else?"));

    assertThat(stage().turn().saysComplete()).isTrue();
  }

  @Test
  void that_the_work_was_complete_before_it_went_on_with_it_does_not_count() {
    needs(Feature.STRUCTURED);
    program.on(1, Play.nothing().saying(DONE).editing("new.txt", "new").finishing("More to do."));

    assertThat(stage().turn().saysComplete()).isFalse();
  }

  /** The pause is longer than a program gets to exit after its last record. */
  @Test
  void an_error_that_it_recovers_from_by_itself_ends_no_turn() {
    program.on(
        1,
        Play.nothing()
            .saying("I begin.")
            .stumbling("read ECONNRESET")
            .pausing(TurnStage.SUPERVISION.grace().multipliedBy(5))
            .finishing(DONE));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(program.calls()).hasSize(1);
  }

  @Test
  void an_error_that_it_does_not_recover_from_fails_the_turn_when_the_program_ends() {
    needs(Feature.STRUCTURED);
    program.on(1, Play.nothing().stumbling("read ECONNRESET").exiting(1));

    assertThat(failure(stage().turn()).kind()).isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void a_good_end_counts_though_the_exit_code_is_bad() {
    needs(Feature.END_RECORD);
    program.on(1, Play.nothing().editing("new.txt", "new").finishing(DONE).exiting(1));
    TurnStage stage = stage();

    assertThat(stage.turn().failure()).isNull();
    assertThat(stage.file("new.txt")).hasContent("new");
  }

  @Test
  void a_program_that_never_exits_is_ended_and_its_result_taken() {
    needs(Feature.END_RECORD);
    program.on(1, Play.nothing().finishing(DONE).hanging());

    TurnResult result = stage().turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertEnded();
  }

  @Test
  void a_program_that_dies_has_failed() {
    program.on(1, Play.nothing().saying("I begin.").crashing());

    assertThat(failure(stage().turn()).kind()).isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void a_program_that_hangs_is_ended_in_time() {
    program.on(1, Play.nothing().saying("I begin.").leavingProcess().hanging());

    TurnResult result = stage().within(Duration.ofSeconds(1)).turn();

    assertThat(failure(result).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertEnded();
  }

  @Test
  void bytes_that_are_no_text_and_lines_that_are_no_records_do_no_harm() {
    program.on(
        1,
        Play.nothing()
            .printing("Update available: 9.9.9")
            .garbling()
            .printing("{\"type\":\"telemetry.new\",\"data\":{\"deep\":[1,{}]}}")
            .printing("{\"type\":")
            .printing("{}")
            .printing("[1, 2]")
            .complaining("WARNING: something is deprecated")
            .finishing(DONE)
            .printing("bye"));
    TurnStage stage = stage();

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    if (can(Feature.STRUCTURED)) {
      assertThat(stage.reply(result)).isEqualToIgnoringNewLines(DONE);
      shown(Feature.STRUCTURED);
    }
  }

  @Test
  void a_line_of_twenty_megabytes_does_no_harm() {
    program.on(1, Play.nothing().flooding(20_000_000).finishing(DONE));

    TurnResult result = stage().turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
  }

  @Test
  void a_cancelled_turn_leaves_no_process() {
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().leavingProcess().waitingAt(gate));
    TurnStage stage = stage();

    assertThatThrownBy(() -> stage.turn(null, 1, reached(gate)))
        .isInstanceOf(StepCancelledException.class);

    assertEnded();
  }

  @Test
  void a_turn_that_was_interrupted_goes_on_in_its_session_and_is_paid_once() {
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().saying("I begin.").editing("new.txt", "half").waitingAt(gate));
    program.on(2, Play.writes("new.txt", "whole"));
    TurnStage stage = stage();
    assertThatThrownBy(() -> stage.turn(null, 1, reached(gate)))
        .isInstanceOf(StepCancelledException.class);

    TurnResult result = stage.turn(null, 2, () -> false);

    assertThat(result.failure()).isNull();
    assertThat(stage.file("new.txt")).hasContent("whole");
    assertThat(program.bill()).hasSize(1);
    if (can(Feature.RESUMES)) {
      assertThat(program.sessions()).containsExactly(session());
      assertThat(program.calls().get(1).resumed()).isTrue();
      assertThat(stage.prompt(result)).startsWith("The previous run was interrupted.");
    } else {
      assertThat(stage.prompt(result)).contains("`new.txt`");
    }
  }

  @Test
  void a_turn_that_had_finished_is_not_paid_again() {
    TurnStage stage = stage();
    TurnResult first = stage.turn();

    // What a turn leaves is where the next one begins: without a change it is the same turn.
    TurnResult again = stage.turn(null, 2, () -> false);

    assertThat(again).isEqualTo(first);
    assertThat(program.calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void every_permission_is_passed_on_or_refused(Permission permission) {
    TurnStage stage = stage().allowing(permission);

    if (provider.capabilities().permissions().contains(permission)) {
      assertThat(stage.turn().failure()).isNull();
      shown(permission);
    } else {
      assertThatThrownBy(stage::turn)
          .isInstanceOf(StepFailedException.class)
          .hasMessageContaining("agents." + provider.name() + ".permission");
    }
  }

  @Test
  void a_price_and_a_model_are_passed_on() throws Exception {
    program.install();

    call(order("Do it.", "some-model"));

    List<String> arguments = program.calls().get(0).arguments();
    assertThat(arguments.stream().anyMatch(argument -> argument.contains("some-model"))).isTrue();
    assertThat(arguments.contains("1.25")).isEqualTo(can(Feature.BUDGET_CAP));
    if (can(Feature.BUDGET_CAP)) {
      shown(Feature.BUDGET_CAP);
    }
  }

  private void call(String prompt) throws Exception {
    call(order(prompt, null));
  }

  private void call(AgentTurn order) throws IOException, InterruptedException {
    Files.writeString(order.prompt().file(), order.prompt().text());
    Files.createDirectories(order.place().files());
    Invocation invocation = provider.invocation(order);
    ProcessBuilder call = new ProcessBuilder(invocation.arguments());
    call.environment().putAll(invocation.environment());
    File input = invocation.promptOnInput() ? order.prompt().file().toFile() : nothing();
    Process process =
        call.directory(folder.toFile())
            .redirectInput(input)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> invocation.arguments() + ": " + output()).isZero();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static File nothing() {
    return new File("/dev/null");
  }

  private AgentTurn order(String prompt, @Nullable String model) {
    return new AgentTurn(
        AgentChoice.provider(provider.name()),
        model,
        new AgentTurn.Session(UUID.randomUUID().toString(), false),
        new AgentTurn.Prompt(prompt, folder.resolve("prompt")),
        new AgentTurn.Place(folder, folder.resolve("files"), folder.resolve("artifacts")),
        new AgentTurn.Bounds(Duration.ofMinutes(1), 1_250_000L),
        new AgentTurn.Occasion("run", "unit", Role.CODER, 1, 1));
  }

  private static Failure failure(TurnResult result) {
    return Objects.requireNonNull(result.failure(), "the turn has not failed");
  }

  private static BooleanSupplier reached(Gate gate) {
    return () -> Files.exists(gate.reached());
  }

  private void assertEnded() {
    assertThat(program.calls()).noneMatch(call -> ScriptedAgent.lives(call.pid()));
    assertThat(program.leftProcesses()).noneMatch(ScriptedAgent::lives);
  }
}
