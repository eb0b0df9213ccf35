package com.example;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Files;
import java.nio.file.Path;

/** A feature of two units whose agent is this program itself. */
public final class CodedFeature {

  private static final Agent WRITER =
      (turn, listener) -> {
        Path worktree = turn.place().worktree();
        Files.writeString(worktree.resolve(turn.occasion().unit() + ".txt"), "made\n");
        return AgentReply.complete("It is written.");
      };

  private static final Plan PLAN =
      Plan.of("Greetings")
          .unit("hello", "Write hello.txt.")
          .unit("bye", unit -> unit.task("Write bye.txt.").dependsOn("hello"))
          .build();

  private CodedFeature() {}

  public static RunView run(Path repository, AidpOptions options, String engine) {
    Extensions extensions = Extensions.none().agent("writer", WRITER);
    FeatureRequest request =
        FeatureRequest.of("Greetings")
            .plan(PLAN)
            .agent("writer")
            .check("polite", "! test -e bye.txt || test -e hello.txt");

    try (Aidp aidp = Aidp.open(repository, options, extensions)) {
      return aidp.start(request, StartOptions.id("greetings").on(engine)).ended().join();
    }
  }
}
