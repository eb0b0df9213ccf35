package com.example;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Files;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Service;

/** An application that has work done in its repository. */
@SpringBootApplication
public class Shop {

  @Bean
  Agent writer() {
    return (turn, listener) -> {
      Files.writeString(turn.place().worktree().resolve("export.csv"), "made\n");
      return AgentReply.complete("It is written.");
    };
  }

  /** What the application does with it. */
  @Service
  public static class Exports {

    private final Aidp aidp;

    public Exports(Aidp aidp) {
      this.aidp = aidp;
    }

    public RunView add() {
      WorkLoopRequest request =
          WorkLoopRequest.of("Add a CSV export.").agent("writer").check("there", "test -s export.csv");
      return aidp.start(request, StartOptions.id("export")).ended().join();
    }
  }
}
