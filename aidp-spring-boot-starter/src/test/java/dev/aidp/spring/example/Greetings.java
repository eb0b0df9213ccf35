package dev.aidp.spring.example;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.command.TreeCheck;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application whose agent and check are its own code; it makes a feature, or goes on with it.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Greetings {

  private static final Logger LOG = LoggerFactory.getLogger(Greetings.class);

  private static final Plan PLAN =
      Plan.of("Greetings")
          .unit("hello", "Write hello.txt.")
          .unit("bye", unit -> unit.task("Write bye.txt.").dependsOn("hello"))
          .build();

  /** Starts it, waits for the feature, and prints how it stands. */
  public static void main(String[] args) {
    try (ConfigurableApplicationContext context = SpringApplication.run(Greetings.class, args)) {
      System.out.println("The end: " + made(context.getBean(Aidp.class)).state());
    }
  }

  // tag::feature[]
  /** Makes the feature: an injected {@code Aidp} is all that a service needs. */
  public static RunView made(Aidp aidp) {
    FeatureRequest request =
        FeatureRequest.of("Greetings")
            .plan(PLAN)
            .agent("polite-writer")
            .check("no-shouting", "java:no-shouting@1");
    return aidp.start(request, StartOptions.id("greetings")).ended().join();
  }

  // end::feature[]

  // tag::beans[]
  /** Runs call it {@code polite-writer}. */
  @Bean
  Agent politeWriter(@Value("${greetings.notes}") Path notes) {
    return (turn, listener) -> {
      String unit = turn.occasion().unit();
      LOG.info("Writing {}.", unit);
      note(notes.resolve("turns"), unit);
      while (unit.equals("bye") && Files.exists(notes.resolve("wait"))) {
        Thread.sleep(20);
      }
      Files.writeString(turn.place().worktree().resolve(unit + ".txt"), unit + "\n");
      return AgentReply.complete("It is written.");
    };
  }

  /** The name and, where it changes, the version: what it has said of a tree is remembered. */
  @Bean("no-shouting@1")
  TreeCheck noShouting() {
    return (tree, output) ->
        Files.exists(tree.resolve("HELLO.txt"))
            ? TreeCheck.Verdict.red("Do not shout.")
            : TreeCheck.Verdict.green();
  }

  // end::beans[]

  private static void note(Path file, String line) throws java.io.IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
