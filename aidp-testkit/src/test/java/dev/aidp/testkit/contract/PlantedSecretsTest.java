package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted in the environment of a process; its agent, its checks, its task and its
 * errors tell them in every way; then every stored byte is searched for them, and what was printed.
 */
class PlantedSecretsTest {

  private static final String TOKEN = "ghp_Zq81LmTx/+vW09\"aa";
  private static final String KEY = "line-one-of-key-7711\nline-two-of-key-8822";
  private static final String LISTED = "deep-in-the-cellar.example";

  @TempDir Path folder;

  @Test
  void no_stored_byte_holds_one_on_native() throws Exception {
    isClean("native", "127.0.0.1:1");
  }

  @Test
  void no_stored_byte_holds_one_on_temporal() throws Exception {
    isClean("temporal", DevServer.shared().target());
  }

  private void isClean(String engine, String target) throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Act tells =
        Act.nothing()
            .shell("env")
            .shell("env >&2")
            .shell("printf '%s' \"$GH_TOKEN\" | base64")
            .shell("printf 'user:%s' \"$GH_TOKEN\" | base64")
            .shell("printf '%s\\n' \"$DEPLOY_KEY\" | sed 's/^/  | /'")
            .shell("head -c 65530 /dev/zero | tr '\\0' x; printf '%s\\n' \"$GH_TOKEN\"");
    agent
        .rule(
            "coder/teller/*/*/1",
            tells.then(Act.fails(1, "transient")).shell("echo \"$GH_TOKEN\" >&2"))
        .coder("teller", tells.then(Act.writes("told.txt", "done\n")));
    Path log = folder.resolve("printed");
    List<String> printed = run(repository, agent, engine, target, log);

    assertThat(printed).as("it has told").anyMatch(line -> line.contains("***"));
    assertThat(found(repository.top().resolve(".aidp"), log)).isEmpty();
    assertThat(history(repository, target)).noneMatch(PlantedSecretsTest::holds);
  }

  private List<String> run(
      SampleRepository repository, ScriptedAgent agent, String engine, String target, Path log)
      throws Exception {
    Path plan = folder.resolve("plan.yml");
    Files.writeString(
        plan,
        """
        feature: Tell
        units:
          - id: teller
            task: Tell.
            checks: {own: 'echo "$DEPLOY_KEY $GH_TOKEN"; test -e told.txt'}
        """);
    Path config = folder.resolve("aidp.yml");
    Files.writeString(
        config,
        """
        secrets: {variables: [CELLAR_*]}
        agent: {environment: [GH_TOKEN, DEPLOY_KEY, CELLAR_HOST]}
        """);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.aidp.testkit.contract.PlantedSecretsTest$Teller",
            repository.top().toString(),
            agent.command(),
            engine,
            target,
            plan.toString(),
            config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GH_TOKEN", TOKEN);
    builder.environment().put("DEPLOY_KEY", KEY);
    builder.environment().put("CELLAR_HOST", LISTED);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    List<String> printed = Files.readAllLines(log);
    assertThat(process.exitValue()).as("%s", printed).isZero();
    return printed;
  }

  private static List<String> history(SampleRepository repository, String target) {
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults().at(target, null))) {
      return aidp.run("told").history().stream().map(Object::toString).toList();
    }
  }

  private static List<String> found(Path... places) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> holds(bytes(file)))
            .forEach(file -> found.add(file.toString()));
      }
    }
    return found;
  }

  private static String bytes(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(String text) {
    return Stream.concat(Stream.of(TOKEN, LISTED), KEY.lines())
        .flatMap(
            secret ->
                Stream.of(
                    secret,
                    secret.replace("\"", "\\\""),
                    URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    Base64.getEncoder()
                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                        .substring(0, 12)))
        .anyMatch(text::contains);
  }

  /** The process: starts the run by the façade as the command line does, and shows all of it. */
  static final class Teller {

    private Teller() {}

    /** Takes the repository, the agent, the engine, the target, the plan and the configuration. */
    public static void main(String[] arguments) throws Exception {
      var config =
          dev.aidp.runtime.config.Config.read(
              Path.of(arguments[5]),
              System.getenv(),
              List.of(
                  new dev.aidp.runtime.config.Config.Given(
                      "agent.command", arguments[1], "--agent-command")));
      AidpOptions options = config.options().at(arguments[3], null);
      try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
        var request =
            FeatureRequest.of("Tell " + TOKEN)
                .plan(PlanSource.text(Files.readString(Path.of(arguments[4]))))
                .with(config.runSettings());
        var view = aidp.start(request, StartOptions.id("told").on(arguments[2])).ended().get();
        System.out.println(view);
        for (Path log : aidp.run("told").logs().values()) {
          if (Files.exists(log)) { // nobody was asked for a plan
            Files.readAllLines(log).forEach(System.out::println);
          }
        }
        System.out.flush();
        Runtime.getRuntime().halt(view.exitCode());
      }
    }
  }
}
