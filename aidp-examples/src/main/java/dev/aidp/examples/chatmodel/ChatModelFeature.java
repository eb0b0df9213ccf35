package dev.aidp.examples.chatmodel;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.runtime.view.RunView;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;

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
    FeatureRequest request =
        FeatureRequest.of("Greetings")
            .plan(plan)
            .agent("chat")
            .check("greets", "! test -e greeting.txt || grep -q hello greeting.txt");
    Extensions extensions = Extensions.none().agent("chat", new ChatModelAgent(model));

    try (Aidp aidp = Aidp.open(repository, options, extensions)) {
      return aidp.start(request, StartOptions.id("greetings").on(engine)).ended().join();
    }
    // end::feature[]
  }
}
