package dev.aidp.examples.chatmodel;

import dev.aidp.Aidp;
import dev.aidp.AidpOptions;
import dev.aidp.Extensions;
import dev.aidp.RunStart;
import dev.aidp.plan.Plan;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Check;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A feature of two units by a chat model, with a plan that is made in Java. */
final class ChatModelFeature {

  private ChatModelFeature() {}

  static RunView run(Path repository, ChatModel model, String engine, AidpOptions options) {
    // tag::feature[]
    Plan plan =
        Plan.of("Greetings")
            .unit("greeting", "Write greeting.txt.")
            .unit("answer", u -> u.task("Write answer.txt.").dependsOn("greeting"))
            .build();
    AgentChain chain = new AgentChain(List.of(AgentChoice.provider("chat")));
    RunSettings settings =
        RunSettings.of(
                "unused",
                new Check("greets", "! test -e greeting.txt || grep -q hello greeting.txt"))
            .withAgents(Map.of(Role.CODER, chain, Role.RESOLVER, chain));
    Extensions extensions = Extensions.none().agent("chat", new ChatModelAgent(model));

    try (Aidp aidp = Aidp.open(repository, options, extensions)) {
      RunStart start = RunStart.feature("Greetings", settings).withPlan(plan);
      return aidp.start(start.withId("greetings").on(engine)).ended().join();
    }
    // end::feature[]
  }
}
