package dev.aidp.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Approval;
import dev.aidp.run.Baseline;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Guards;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Permission;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Review;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Severity;
import dev.aidp.run.Strategy;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.run.UnitAction;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.workflows.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of a request mean. */
class RequestConfigTest {

  @TempDir Path folder;

  @Test
  void all_settings_read_back_from_their_document() {
    Random random = new Random(11);
    for (int n = 0; n < 500; n++) {
      RunSettings settings = settings(random);
      String document = Wire.json(FeatureRequest.of("F").with(settings));

      FeatureRequest read = Wire.read(document, FeatureRequest.class);

      assertThat(config("checks: {other: make other}").read(read.settings()))
          .as(document)
          .isEqualTo(settings);
      assertThat(Wire.json(read)).isEqualTo(document);
    }
  }

  @Test
  void what_a_request_says_holds_over_the_settings_of_the_repository() {
    RunSettings read =
        config("{agent: {command: all}, checks: {lint: make lint}, limits: {retries: 7}}")
            .read(said("{'agents': {'coder': 'claude'}, 'checks': {'unit': 'mvn -q test'}}"));

    assertThat(read.checks())
        .containsExactly(new Check("lint", "make lint"), new Check("unit", "mvn -q test"));
    assertThat(read.limits().further().retries()).isEqualTo(7);
    assertThat(read.agent(Role.CODER)).isEqualTo(chain(AgentChoice.provider("claude")));
    assertThat(read.agent(Role.PLANNER)).isEqualTo(AgentChain.command("all"));
  }

  @Test
  void what_the_application_says_holds_over_the_repository_and_under_the_request()
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("of-repository.yml"), "{limits: {retries: 7, max_parallel: 7}}");
    RequestConfig config =
        new RequestConfig(
            file,
            Map.of("AIDP_CFG_LIMITS__RETRIES", "8"),
            Map.of("limits.retries", "9", "limits.max_iterations", "9", "agent.command", "mine"),
            List.of());

    RunSettings read = config.read(said("{'limits': {'max_iterations': 3}}"));

    assertThat(read.limits().further().retries()).isEqualTo(9);
    assertThat(read.limits().maxParallel()).isEqualTo(7);
    assertThat(read.limits().maxIterations()).isEqualTo(3);
    assertThat(read.agent(Role.CODER)).isEqualTo(AgentChain.command("mine"));
  }

  @Test
  void whoever_codes_plans_and_resolves_where_nobody_else_is_named() {
    RunSettings read = config("").read(said("{'agents': {'coder': 'claude'}}"));

    assertThat(read.agents().keySet()).containsExactly(Role.CODER, Role.PLANNER, Role.RESOLVER);
    assertThat(read.agents().values()).containsOnly(chain(AgentChoice.provider("claude")));
  }

  @Test
  void an_agent_is_a_name_a_list_or_a_command_with_its_permission_and_models() {
    String file = "agents: {claude: {permission: full, models: {mini: haiku}}}";

    assertThat(coder(file, "['claude', 'codex']"))
        .isEqualTo(
            chain(
                new AgentChoice("claude", null, Permission.FULL, Map.of(Tier.MINI, "haiku")),
                AgentChoice.provider("codex")));
    assertThat(coder(file, "{'command': 'my-agent'}")).isEqualTo(AgentChain.command("my-agent"));
    assertThat(coder(file, "{'name': 'claude', 'permission': 'plan'}"))
        .isEqualTo(
            chain(new AgentChoice("claude", null, Permission.PLAN, Map.of(Tier.MINI, "haiku"))));
    assertThat(coder(file, "'mine'")).isEqualTo(chain(AgentChoice.provider("mine")));
  }

  @Test
  void everything_that_is_wrong_is_found_at_once() {
    assertThatThrownBy(
            () ->
                config("")
                    .read(
                        said(
                            "{'chekcs': {}, 'limits': {'max_paralel': 2, 'retries': 'many'},"
                                + " 'agents': {'coder': 'claud', 'boss': 'claude'},"
                                + " 'secrets': {'variables': 'X'}, 'inherit': 'no'}")))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.details())
                    .extracting(UsageException.Detail::message)
                    .containsExactlyInAnyOrder(
                        "inherit must be true or false",
                        "unknown key chekcs (did you mean checks?)",
                        "unknown key secrets",
                        "unknown key limits.max_paralel (did you mean limits.max_parallel?)",
                        "limits.retries must be a whole number from 0: \"many\"",
                        "agents.coder names the unknown agent claud (did you mean claude?)",
                        "unknown role agents.boss; known are coder, planner, resolver, reviewer"));
  }

  @Test
  void what_another_kind_of_request_has_is_unknown_and_nobody_plays_what_is_no_agent() {
    assertThatThrownBy(
            () ->
                config("")
                    .read(said("{'branches': ['a'], 'agents': {'coder': null, 'planner': 4}}")))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.details())
                    .extracting(UsageException.Detail::message)
                    .hasSize(3)
                    .anyMatch(text -> text.startsWith("unknown key branches"))
                    .anyMatch(text -> text.startsWith("agents.coder must be"))
                    .anyMatch(text -> text.startsWith("agents.planner must be")));
  }

  @Test
  void options_hold_over_the_request() {
    Map<String, Object> said =
        said("{'agents': 'claude', 'checks': {'unit': 'make'}, 'limits': {'retries': 1}}");
    List<Given> options =
        List.of(
            new Given("agent.commands.resolver", "mend", "--agent-command-for"),
            new Given("limits.retries", "2", "--retries"));

    RunSettings read = config("").read(said, options);

    assertThat(read.limits().further().retries()).isEqualTo(2);
    assertThat(read.agent(Role.CODER)).isEqualTo(chain(AgentChoice.provider("claude")));
    assertThat(read.agent(Role.RESOLVER)).isEqualTo(AgentChain.command("mend"));
    assertThat(
            config("").read(said, List.of(new Given("agent.chain", "codex", "--agent"))).agents())
        .containsEntry(Role.CODER, chain(AgentChoice.provider("codex")));
  }

  private AgentChain coder(String file, String who) {
    return config(file).read(said("{'agents': {'coder': " + who + "}}")).agent(Role.CODER);
  }

  private static AgentChain chain(AgentChoice... agents) {
    return new AgentChain(List.of(agents));
  }

  private RequestConfig config(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("aidp.yml"), yaml);
      return new RequestConfig(file, Map.of(), Map.of(), List.of("mine"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, Object> said(String json) {
    return Wire.<FeatureRequest>read(json.replace('\'', '"'), FeatureRequest.class).settings();
  }

  private static RunSettings settings(Random random) {
    Map<Role, AgentChain> agents = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      if (random.nextBoolean()) {
        agents.put(role, random.nextBoolean() ? AgentChain.command("run " + role) : named(random));
      }
    }
    Limits limits =
        new Limits(
            1 + random.nextInt(9),
            random.nextBoolean()
                ? Limits.Retries.of(random.nextInt(9))
                : Limits.Retries.of(3).with(FailureKind.TIMEOUT, random.nextInt(4)),
            1 + random.nextInt(9),
            time(random),
            time(random),
            random.nextBoolean() ? null : time(random),
            new Budget(cap(random), cap(random), cap(random)),
            random.nextBoolean() ? Map.of() : Map.of("gpu", random.nextInt(9)));
    return new RunSettings(
        agents,
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Check("unit.a", "make 'x' \"y\""),
                new Check("e2e", "make: e2e", true),
                full(random)),
        limits,
        new Guards(
            any(random, Claims.values()),
            any(random, Baseline.values()),
            random.nextInt(3),
            random.nextBoolean() ? List.of() : List.of(Approval.MERGE),
            random.nextBoolean() ? DiffGuards.USUAL : guards(random),
            new Review(
                random.nextBoolean() ? null : any(random, Severity.values()), random.nextInt(4)),
            random.nextBoolean() ? Duration.ZERO : time(random),
            random.nextInt(6)),
        new Merging(
            any(random, Strategy.values()),
            random.nextBoolean() ? new MinSuccess(3, false) : new MinSuccess(70, true),
            random.nextInt(3),
            any(random, ResolverScope.values()),
            random.nextBoolean()),
        new Tiers(
            random.nextBoolean() ? null : any(random, Tier.values()),
            random.nextBoolean() ? Map.of() : Map.of(Tier.PRO, time(random))),
        random.nextBoolean() ? Map.of() : units());
  }

  private static Map<String, UnitAction> units() {
    UnitAction.Poll poll = new UnitAction.Poll(Duration.ofSeconds(7), 1.5, Duration.ofMinutes(20));
    return ImmutableMap.of(
        "it", UnitAction.run("make 'it' # \"all\""), "ci", UnitAction.until("gh run: ok", poll));
  }

  private static DiffGuards guards(Random random) {
    return new DiffGuards(
        random.nextBoolean() ? List.of() : List.of("src/**", "docs"),
        random.nextBoolean() ? List.of() : List.of("**/*.lock"),
        random.nextBoolean() ? List.of() : List.of("migrations/**"),
        random.nextBoolean() ? List.of() : List.of("pom.xml", ".github"),
        random.nextBoolean() ? null : 1 + random.nextInt(9),
        random.nextBoolean() ? null : 1 + random.nextInt(9),
        new DiffGuards.Forbidden(
            random.nextBoolean() ? List.of() : List.of(any(random, DiffGuards.Content.values())),
            random.nextBoolean() ? Map.of() : Map.of("todo", "TODO\\b, [\"x\"]: #")),
        1 + random.nextInt(9));
  }

  private static AgentChain named(Random random) {
    return chain(
        new AgentChoice(
            "claude",
            null,
            any(random, Permission.values()),
            random.nextBoolean() ? Map.of() : ImmutableMap.of(Tier.MINI, "haiku", Tier.MAX, "m")),
        AgentChoice.provider("mine"));
  }

  private static Cap cap(Random random) {
    return new Cap(
        random.nextBoolean() ? null : 1L + random.nextInt(100_000_000),
        random.nextBoolean() ? null : 1L + random.nextInt(1_000_000));
  }

  private static Duration time(Random random) {
    return Duration.ofMillis(1 + random.nextInt(100_000_000));
  }

  private static Check full(Random random) {
    return new Check(
        "full",
        "make \"full\"\n\tall",
        random.nextBoolean(),
        random.nextBoolean(),
        any(random, Check.Phase.values()),
        random.nextBoolean() ? null : "lint: it",
        random.nextBoolean() ? null : time(random),
        random.nextBoolean() ? List.of() : List.of("**/out/*.xml", "a[1]/b.xml"));
  }

  private static <E> E any(Random random, E[] values) {
    return values[random.nextInt(values.length)];
  }
}
