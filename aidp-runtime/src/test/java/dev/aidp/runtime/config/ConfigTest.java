package dev.aidp.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.AidpOptions.ForTemporal.EveryRun;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Check;
import dev.aidp.run.Limits;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.temporal.WorkerVersion;
import dev.aidp.text.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

  @TempDir Path folder;

  @Test
  void without_a_word_the_defaults_hold() {
    Config config = read("", Map.of());

    assertThat(config.engine()).isEqualTo("native");
    assertThat(config.options()).isEqualTo(AidpOptions.defaults());
    assertThat(config.runSettings().limits()).isEqualTo(Limits.defaults());
    assertThat(config.runSettings().agents()).isEmpty();
    assertThat(config.all()).allMatch(setting -> setting.layer() == Setting.Layer.DEFAULT);
  }

  @Test
  void only_an_option_names_the_service_of_runs_that_are_there() {
    Config file = read("temporal: {target: 'a:1'}", Map.of());
    Config option =
        Config.read(null, Map.of(), List.of(new Given("temporal.target", "b:2", "--target")));

    assertThat(file.options().temporal().everyRun()).isEqualTo(EveryRun.STAYS);
    assertThat(file.options().temporal().connection().target()).isEqualTo("a:1");
    assertThat(option.options().temporal().everyRun()).isEqualTo(new EveryRun("b:2", null));
    assertThat(option.options().at(null, "n").temporal().everyRun())
        .isEqualTo(new EveryRun("b:2", "n"));
  }

  @Test
  void a_service_is_reached_by_tls_and_a_key_as_the_settings_say() {
    Config config =
        read(
            """
            temporal:
              target: acme.tmprl.cloud:7233
              namespace: acme
              api_key_env: ACME_ACCESS
              tls: {ca: certs/ca.pem, certificate: certs/own.pem, key: certs/own.key, server_name: acme}
            """,
            Map.of());

    assertThat(config.options().temporal().connection())
        .isEqualTo(
            TemporalConnection.to("acme.tmprl.cloud:7233")
                .withNamespace("acme")
                .withApiKeyFrom("ACME_ACCESS")
                .withTls(
                    new TemporalConnection.Tls(
                        true,
                        Path.of("certs/ca.pem"),
                        Path.of("certs/own.pem"),
                        Path.of("certs/own.key"),
                        "acme")));
    assertThat(config.options().agents().secrets()).contains("ACME_ACCESS");
    assertThat(read("temporal: {tls: {enabled: true}}", Map.of()).options().temporal().connection())
        .extracting(connection -> ((TemporalConnection.Options) connection).secured())
        .isEqualTo(true);
  }

  @Test
  void a_worker_bears_as_much_as_the_settings_say() {
    Config config =
        read(
            """
            worker:
              places: {standard: 3}
              agents: {claude: 2, command: 4}
              deployment: acme
              build: 2026-11-28
            """,
            Map.of("AIDP_CFG_WORKER__PLACES__LIGHTWEIGHT", "20"));

    assertThat(config.options().worker())
        .isEqualTo(
            new AidpOptions.ForWorker(
                new PoolSizes(20, 3, 2),
                Map.of("claude", 2, "command", 4),
                new WorkerVersion("acme", "2026-11-28")));
  }

  @Test
  void a_certificate_without_its_key_is_refused() {
    UsageException e =
        catchThrowableOfType(
            UsageException.class, () -> read("temporal: {tls: {certificate: own.pem}}", Map.of()));

    assertThat(e).hasMessageContaining("temporal.tls.key is needed");
    assertThat(e.where()).contains("aidp.yml:1:");
  }

  @Test
  void the_later_word_counts_and_its_origin_is_kept() {
    String file = "engine: temporal\nlimits: {max_parallel: 2, retries: 1, agent_timeout: 5m}\n";
    Map<String, String> environment =
        Map.of("AIDP_CFG_LIMITS__RETRIES", "7", "AIDP_CFG_LIMITS__MAX_PARALLEL", "3");

    Config config =
        read(file, environment, new Given("limits.max_parallel", "4", "--max-parallel"));

    assertThat(origins(config, "engine", "limits.max_parallel", "limits.retries"))
        .containsExactly(
            "temporal " + folder.resolve("aidp.yml") + ":1:9",
            "4 --max-parallel",
            "7 AIDP_CFG_LIMITS__RETRIES");
    assertThat(config.runSettings().limits().agentTimeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void reads_every_kind_of_key() {
    RunSettings settings =
        read(
                """
                agent:
                  command: claude --print
                  commands: {reviewer: critic}
                checks:
                  unit tests: make test
                  lint: make lint
                merge: {min_success: 3}
                guards: {claims: deny}
                temporal: {queues: {merge: mine}}
                """,
                Map.of())
            .runSettings();

    assertThat(settings.agents())
        .containsEntry(Role.PLANNER, AgentChain.command("claude --print"))
        .containsEntry(Role.REVIEWER, AgentChain.command("critic"));
    assertThat(settings.checks())
        .containsExactly(new Check("unit tests", "make test"), new Check("lint", "make lint"));
    assertThat(settings.minSuccess().reached(3, 10)).isTrue();
    assertThat(settings.claims()).isEqualTo(dev.aidp.run.Claims.DENY);
  }

  @Test
  void an_agent_named_later_for_all_roles_replaces_those_named_earlier_for_one() {
    String file = "agent: {commands: {coder: old, reviewer: critic}}";

    Config config = read(file, Map.of(), new Given("agent.command", "new", "--agent-command"));

    assertThat(config.runSettings().agents())
        .containsEntry(Role.CODER, AgentChain.command("new"))
        .containsEntry(Role.REVIEWER, AgentChain.command("critic"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[claude, codex]", "claude,codex", "' claude , codex '"})
  void a_chain_is_a_list_or_a_text_with_commas(String chain) {
    String file = "agent:\n  chain: " + chain + "\nagents:\n  claude: {permission: plan}\n";

    AgentChain coder = read(file, Map.of()).runSettings().agent(Role.CODER);

    assertThat(coder.shown()).isEqualTo("claude,codex");
    assertThat(coder.first().permission()).isEqualTo(Permission.PLAN);
    assertThat(coder.agents().get(1).permission()).isEqualTo(Permission.EDIT);
  }

  @Test
  void an_agent_has_models_by_tier_and_a_tier_a_time_out() {
    RunSettings settings =
        read(
                """
                agent: {chain: [mine], tier: mini}
                agents:
                  mine:
                    models: {mini: small, max: huge}
                limits: {agent_timeouts: {max: 1h}}
                """,
                Map.of("AIDP_CFG_AGENTS__MINE__MODELS__PRO", "large"))
            .runSettings();

    assertThat(settings.agent(Role.CODER).first().models())
        .containsExactly(
            Map.entry(Tier.MINI, "small"),
            Map.entry(Tier.PRO, "large"),
            Map.entry(Tier.MAX, "huge"));
    assertThat(settings.tiers())
        .isEqualTo(new Tiers(Tier.MINI, Map.of(Tier.MAX, Duration.ofHours(1))));
  }

  @Test
  void a_command_named_later_replaces_a_chain_named_earlier_and_the_other_way_round() {
    Config command =
        read(
            "agent: {chain: [claude], commands: {coder: old}}",
            Map.of(),
            new Given("agent.command", "new", "--agent-command"));
    Config chain =
        read(
            "agent: {command: old, commands: {coder: old}}",
            Map.of(),
            new Given("agent.chain", "claude", "--agent"));

    assertThat(command.runSettings().agent(Role.CODER)).isEqualTo(AgentChain.command("new"));
    assertThat(chain.runSettings().agent(Role.CODER).shown()).isEqualTo("claude");
    assertThat(chain.runSettings().agent(Role.REVIEWER)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent: {chain: [claude, claud]}          | names the unknown agent claud (did you mean"
            + " claude?)",
        "agent: {chain: [robot]}                  | unknown agent robot; known are aider, claude,"
            + " codex",
        "agent: {chain: [claude, claude]}         | names the agent claude twice",
        "agent: {chain: [claude], command: x}     | names a chain of agents, and",
        "agent: {chain: []}                       | agent.chain must be names in order",
        "agent: {chain: {a: b}}                   | agent.chain must be names in order",
        "agents: {claude: {permission: all}}      | must be plan or edit or full",
        "agents: {claude: {models: {giant: x}}}   | unknown key agents.claude.models.giant",
        "worker: {agents: {claud: 2}}             | names the unknown agent claud (did you mean"
            + " claude?)",
      })
  void refuses_agents_that_are_not_known_or_not_clear(String text, String message) {
    assertThat(refused(text, Map.of()).details().get(0).message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red                     | 1:1 | unknown key colour",
        "limits: {max_paralel: 3}        | 1:10| did you mean limits.max_parallel?",
        "limits: {max_parallel: 0}       | 1:24| limits.max_parallel must be a whole number from 1:"
            + " \"0\"",
        "limits: {max_parallel: [1]}     | 1:24| limits.max_parallel must be a whole number from 1",
        "limits: {retries_after: {timeout: -1}} | 1:35| limits.retries_after.timeout must be a whole number from 0: \"-1\"",
        "limits: {retries_after: {permanent: 3}} | 1:26| unknown key limits.retries_after.permanent (a further attempt helps only after rate_limited, transient, timeout)",
        "limits: {retries_after: 3}      | 1:25| limits.retries_after must be a mapping",
        "limits: 3                       | 1:9 | limits must be a mapping with keys and values",
        "limits: {timeout: soon}         | 1:19| a length of time such as 90s, 10m, 2h or PT10M",
        "engine: steam                   | 1:9 | engine must be native or temporal",
        "git: {sign: yes}                | 1:13| git.sign must be true or false",
        "merge: {min_success: 120%}      | 1:22| a share such as 80%",
        "temporal: {target: localhost}   | 1:20| temporal.target must be HOST:PORT",
        "checks: {a: ''}                 | 1:13| checks.a must be a command",
        "checks: {a: {comand: x}}        | 1:13| is missing",
        "checks: {a: {command: x, exclusive: y}} | 1:37| must be true or false",
        "agent: {commands: {poet: x}}    | 1:20| unknown key agent.commands.poet",
        "- a                             | 1:1 | a configuration must be a mapping",
        "engine: &a native               | 1:9 | anchor",
        "engine: !!str native            | 1:9 | tag",
      })
  void refuses_with_the_place(String text, String place, String message) {
    UsageException refused = refused(text, Map.of());

    assertThat(refused.details().get(0).where())
        .isEqualTo(folder.resolve("aidp.yml") + ":" + place.strip());
    assertThat(refused.details().get(0).message()).contains(message.strip());
  }

  @Test
  void all_findings_of_all_layers_come_at_once() {
    UsageException refused =
        refused(
            "colour: red\nengine: steam\nengine: native\n",
            Map.of("AIDP_CFG_COLOUR", "red", "AIDP_CFG_GIT__SIGN", "maybe"));

    assertThat(refused.details())
        .extracting(UsageException.Detail::where)
        .map(where -> where.replace(folder + "/", ""))
        .containsExactly(
            "aidp.yml:1:1",
            "aidp.yml:2:9",
            "aidp.yml:3:1",
            "AIDP_CFG_COLOUR",
            "AIDP_CFG_GIT__SIGN");
  }

  @Test
  void further_attempts_are_said_for_all_classes_of_failures_or_for_one() throws IOException {
    Config config =
        read(
            "limits: {retries: 2, retries_after: {rate_limited: 9}}",
            Map.of("AIDP_CFG_LIMITS__RETRIES_AFTER__TIMEOUT", "0"));

    Limits.Retries retries = config.runSettings().limits().further();

    assertThat(retries.after(FailureKind.RATE_LIMITED)).isEqualTo(9);
    assertThat(retries.after(FailureKind.TIMEOUT)).isZero();
    assertThat(retries.after(FailureKind.TRANSIENT)).isEqualTo(2);
    assertThat(retries.after(FailureKind.PERMANENT)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "10m, PT10M",
    "2h, PT2H",
    "PT10M, PT10M",
    "1h30m, PT1H30M",
    "250ms, PT0.25S",
    "1d, PT24H",
    "pt5s, PT5S"
  })
  void reads_lengths_of_time(String text, Duration time) {
    assertThat(Durations.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "s", "-5s", "0s", "PT0S", "5 s", "1x", "99999999h", "999999999d", "P"})
  void refuses_what_is_no_length_of_time(String text) {
    assertThat(Durations.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "90s", "10m", "2h", "36h"})
  void writes_lengths_of_time_as_they_are_read(String text) {
    assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void a_check_may_be_exclusive_wherever_it_is_said() {
    Config config =
        read(
            """
            checks:
              port: {command: "sh \\"serve\\"\\n\\tgo", exclusive: true}
              plain: {command: make test}
              group: "{ make a; make b; }"
            """,
            Map.of("AIDP_CFG_CHECKS__DB", "{command: make db, exclusive: true}"));

    assertThat(config.runSettings().checks())
        .containsExactly(
            new Check("port", "sh \"serve\"\n\tgo", true),
            new Check("plain", "make test"),
            new Check("group", "{ make a; make b; }"),
            new Check("db", "make db", true));
  }

  @Test
  void working_copies_are_prepared_as_the_file_says() {
    WorktreeSettings worktree =
        read(
                """
                worktree:
                  setup: npm ci && npm run generate
                  setup_timeout: 5m
                  setup_inputs: [package-lock.json, '**/schema.json']
                  copy: [.env*, config/local.yml]
                  link: node_modules
                  caches: [.gradle]
                """,
                Map.of())
            .options()
            .agents()
            .worktree();

    assertThat(worktree)
        .isEqualTo(
            new WorktreeSettings(
                "npm ci && npm run generate",
                Duration.ofMinutes(5),
                List.of("package-lock.json", "**/schema.json"),
                List.of(".env*", "config/local.yml"),
                List.of("node_modules"),
                List.of(".gradle"),
                false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../outside", "node_modules/", "[a", ","})
  void refuses_patterns_that_lead_out_of_the_repository_or_are_none(String pattern) {
    assertThat(refused("worktree: {link: ['" + pattern + "']}", Map.of()))
        .hasMessageContaining("worktree.link must be globs such as");
  }

  @Test
  void an_agent_of_the_application_may_be_in_a_chain() throws IOException {
    Path file = Files.writeString(folder.resolve("aidp.yml"), "agent: {chain: [mine, claude]}");

    Config config = Config.read(file, Map.of(), List.of(), List.of("mine"));

    assertThat(config.runSettings().agent(Role.CODER).shown()).isEqualTo("mine,claude");
  }

  private Config read(String text, Map<String, String> environment, Given... options) {
    try {
      Path file = Files.writeString(folder.resolve("aidp.yml"), text);
      return Config.read(file, environment, List.of(options));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private UsageException refused(String text, Map<String, String> environment) {
    return catchThrowableOfType(UsageException.class, () -> read(text, environment));
  }

  private static List<String> origins(Config config, String... keys) {
    return config.all().stream()
        .filter(setting -> List.of(keys).contains(setting.key()))
        .map(setting -> setting.value() + " " + setting.origin())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "limits.maxParallel, limits.max_parallel",
    "limits.max-parallel, limits.max_parallel",
    "temporal.apikeyenv, temporal.api_key_env",
    "checks.My_Check, checks.My_Check",
    "agents.mine.read.tokensInput, agents.mine.read.tokens_input",
    "prices.gpt-5.1, prices.gpt-5.1",
    "limits.paralel, limits.paralel"
  })
  void a_key_is_known_in_the_spelling_of_properties_too(String written, String key) {
    assertThat(Config.key(written)).isEqualTo(key);
  }
}
