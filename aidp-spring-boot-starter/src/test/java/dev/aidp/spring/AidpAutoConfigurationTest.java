package dev.aidp.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is made of properties and beans; nothing runs. */
class AidpAutoConfigurationTest {

  @TempDir Path folder;
  private ApplicationContextRunner application;

  @BeforeEach
  void make_repository() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    application =
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AidpAutoConfiguration.class))
            .withPropertyValues("aidp.repository=" + repository.top(), "aidp.work=false");
  }

  /** An activity of the application's own. */
  @ActivityInterface
  public interface Publisher {
    @ActivityMethod(name = "SpringPublish")
    String publish(String what);
  }

  /** A workflow of the application's own. */
  @WorkflowInterface
  public interface Release {
    @WorkflowMethod(name = "SpringRelease")
    String run();
  }

  @Test
  void what_the_context_has_is_picked_up() {
    Publisher publisher = what -> "published " + what;
    Agent agent = (turn, listener) -> AgentReply.complete("done");
    application
        .withBean("publisher", Publisher.class, () -> publisher)
        .withBean("chatAgent", Agent.class, () -> agent)
        .withBean(
            "release",
            WorkflowDefinition.class,
            () -> new WorkflowDefinition<>(Release.class, context -> () -> "released"))
        .withPropertyValues("aidp.application=shop")
        .run(
            context -> {
              Extensions found = context.getBean(Extensions.class);
              assertThat(found.activities()).containsExactly(publisher);
              assertThat(found.agents()).containsOnlyKeys("chat-agent");
              assertThat(found.workflows()).hasSize(1);
              assertThat(found.application()).isEqualTo("shop");
            });
  }

  @Test
  void every_setting_can_be_said_in_the_words_of_properties() {
    application
        .withPropertyValues(
            "aidp.drain=3s",
            "aidp.settings.worker.places.standard=7",
            "aidp.settings.limits.max-parallel=3",
            "aidp.settings.limits.maxIterations=4",
            "aidp.settings.checks.My_Check=true",
            "aidp.settings.agent.environment[0]=DB_URL",
            "aidp.settings.agent.environment[1]=MY_*",
            "aidp.settings.repository.hub=origin")
        .run(
            context -> {
              AidpOptions options = context.getBean(AidpOptions.class);
              assertThat(options.worker().places().standard()).isEqualTo(7);
              assertThat(options.agents().environment()).containsExactly("DB_URL", "MY_*");
              assertThat(options.repository().hub()).isEqualTo("origin");
              assertThat(options.runs().settings())
                  .containsEntry("limits.max_parallel", "3")
                  .containsEntry("limits.max_iterations", "4")
                  .containsEntry("checks.My_Check", "true");
              assertThat(context.getBean(AidpProperties.class).drain())
                  .isEqualTo(Duration.ofSeconds(3));
            });
  }

  @Test
  void all_wrong_settings_are_found_at_the_start() {
    application
        .withPropertyValues(
            "aidp.settings.limits.max-paralel=3", "aidp.settings.limits.retries=many")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOfSatisfying(
                        UsageException.class,
                        e ->
                            assertThat(e.details())
                                .extracting(UsageException.Detail::where)
                                .containsExactlyInAnyOrder(
                                    "aidp.settings.limits.max-paralel",
                                    "aidp.settings.limits.retries")));
  }

  @Test
  void a_bean_of_the_applications_own_is_taken_which_may_be_a_mock() {
    Aidp own = mock(Aidp.class);
    application
        .withBean(Aidp.class, () -> own)
        .run(context -> assertThat(context).getBean(Aidp.class).isSameAs(own));
  }

  @Test
  void the_version_of_spring_boot_is_the_one_that_is_meant() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot"));
  }

  @Test
  void switched_off_there_is_nothing() {
    application
        .withPropertyValues("aidp.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(Aidp.class));
  }

  @Test
  void the_applications_client_is_used_unless_a_setting_names_a_service() {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newLocalServiceStubs();
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      ApplicationContextRunner with = application.withBean(WorkflowClient.class, () -> client);
      with.run(
          context ->
              assertThat(context.getBean(AidpOptions.class).temporal().connection())
                  .isEqualTo(TemporalConnection.of(client)));
      with.withPropertyValues("aidp.settings.temporal.target=example.org:7233")
          .run(
              context ->
                  assertThat(context.getBean(AidpOptions.class).temporal().connection().target())
                      .isEqualTo("example.org:7233"));
    } finally {
      stubs.shutdownNow();
    }
  }
}
