package dev.aidp.spring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.aidp.Aidp;
import dev.aidp.RunFilter;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.spring.example.Greetings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** The example application as a whole, with whatever version of Spring Boot is there. */
@Timeout(300)
class GreetingsTest {

  @TempDir Path folder;
  private SampleRepository repository;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger("dev.aidp")).addAppender(log);
  }

  @AfterEach
  void listen_no_more() {
    if (LoggerFactory.getLogger("dev.aidp") instanceof Logger logger) {
      logger.detachAppender(log);
    }
  }

  private String[] arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--aidp.repository=" + repository.top(),
                "--greetings.notes=" + folder,
                "--spring.main.banner-mode=off",
                "--management.metrics.export.defaults.enabled=false",
                "--spring.temporal.start-workers=false"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** What another version of Spring Boot changes does not depend on the engine. */
  static List<String> engines() {
    return SpringBootVersion.getVersion().startsWith("3")
        ? List.of("native", "temporal")
        : List.of("native");
  }

  private static String[] engine(String name) {
    return name.equals("native")
        ? new String[0]
        : new String[] {
          "--aidp.settings.engine=temporal",
          "--spring.temporal.connection.target=" + DevServer.shared().target()
        };
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_feature_is_made_watched_and_measured(String engine) {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(Greetings.class, arguments(engine(engine)))) {
      listen();
      Aidp aidp = context.getBean(Aidp.class);

      RunView made = Greetings.made(aidp);

      assertThat(made.state()).as("%s", made).isEqualTo(RunState.COMPLETED);
      assertThat(made.run().engine()).isEqualTo(engine);
      assertThat(repository.git("ls-tree", "--name-only", "aidp/greetings"))
          .contains("hello.txt", "bye.txt");
      Await.until(() -> said("The feature greetings is completed"), "the last line");
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(registry.get("aidp.turns").functionCounter().count()).isEqualTo(2);
      assertThat(
              registry.get("aidp.run.duration").tag("state", "completed").functionTimer().count())
          .isEqualTo(1);
      assertThat(registry.get("aidp.places").tag("weight", "standard").gauge().value())
          .isPositive();
      assertThat(registry.get("aidp.journal").tag("part", "commit").functionTimer().mean(SECONDS))
          .isBetween(1e-6, 1.0);
      assertThat(registry.get("aidp.ready").gauge().value()).isEqualTo(1);
      assertThat(health(context)).startsWith("UP").contains(repository.top().toString());
    }
    assertLogged();
  }

  private void assertLogged() {
    assertThat(log.list)
        .filteredOn(event -> event.getFormattedMessage().equals("Writing bye."))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getMDCPropertyMap())
                    .containsEntry("aidp.run", "greetings")
                    .containsEntry("aidp.unit", "bye"));
    assertThat(log.list)
        .filteredOn(event -> event.getLoggerName().equals("dev.aidp.runs"))
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("The unit hello of greetings has begun.", "The unit bye of greetings has begun.")
        .anyMatch(line -> line.startsWith("The feature greetings has begun on the "))
        .anyMatch(line -> line.startsWith("The unit bye of greetings is "));
  }

  private boolean said(String line) {
    return List.copyOf(log.list).stream()
        .anyMatch(event -> event.getFormattedMessage().startsWith(line));
  }

  /** Its type is another one on Spring Boot 4. */
  private static String health(ConfigurableApplicationContext context) {
    try {
      Object indicator = context.getBean("aidpHealthIndicator");
      assertThat(indicator.getClass().getSimpleName())
          .isEqualTo(
              SpringBootVersion.getVersion().startsWith("3")
                  ? "ActuatorHealth"
                  : "ContributorHealth");
      Method health = indicator.getClass().getMethod("health");
      health.setAccessible(true);
      return health.invoke(indicator).toString();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_client_of_temporals_own_starter_is_used() {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(Greetings.class, arguments(engine("temporal")))) {
      assertThat(context.getBean(AidpOptions.class).temporal().connection())
          .isEqualTo(TemporalConnection.of(context.getBean(WorkflowClient.class)));
    }
  }

  @Test
  void whoever_drains_is_down_and_lets_the_turn_end() throws Exception {
    Files.createFile(folder.resolve("wait"));
    ConfigurableApplicationContext context = SpringApplication.run(Greetings.class, arguments());
    Aidp aidp = context.getBean(Aidp.class);
    Thread made = new Thread(() -> end(aidp));
    made.start();
    Await.until(() -> turns().contains("bye"), "the turn of bye");

    Thread stop = new Thread(context::close);
    stop.start();
    Await.until(() -> !aidp.workerStatus().ready(), "the draining");
    assertThat(health(context)).startsWith("DOWN").contains("draining");
    Files.delete(folder.resolve("wait"));
    stop.join();
    made.join();

    try (Aidp later = Aidp.open(repository.top(), AidpOptions.defaults())) {
      assertThat(later.run("greetings").history())
          .anyMatch(entry -> entry.run().endsWith("/bye") && entry.key().endsWith("agent"));
      assertThat(later.views(RunFilter.all().open())).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(turns()).containsExactly("hello", "bye");
  }

  private static void end(Aidp aidp) {
    try {
      Greetings.made(aidp);
    } catch (RuntimeException e) {
      // it is given up here, for the next process
    }
  }

  private List<String> turns() {
    try {
      Path file = folder.resolve("turns");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void an_application_that_is_killed_goes_on_when_it_is_started_again(String engine)
      throws Exception {
    Files.createFile(folder.resolve("wait"));
    Process first = process(engine);
    Await.until(() -> turns().contains("bye"), "the turn of bye");
    first.destroyForcibly().waitFor();
    Files.delete(folder.resolve("wait"));

    Process second = process(engine);

    assertThat(second.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("out"))).contains("The end: COMPLETED");
    assertThat(turns()).containsExactly("hello", "bye", "bye");
    assertThat(repository.git("show", "aidp/greetings:bye.txt")).isEqualTo("bye");
  }

  private Process process(String engine) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Greetings.class.getName()));
    command.addAll(List.of(arguments(engine(engine))));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "out")))
        .start();
  }
}
