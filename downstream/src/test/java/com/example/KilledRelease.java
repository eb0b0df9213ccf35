package com.example;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import java.nio.file.Path;

/** A feature in a process of its own: {@code REPOSITORY FOLDER ENGINE TARGET}. */
public final class KilledRelease {

  static final String ID = "killed";

  private KilledRelease() {}

  public static void main(String[] args) {
    AidpOptions options = AidpOptions.defaults().at(args[3].isEmpty() ? null : args[3], null);
    FeatureRequest request =
        FeatureRequest.of("F")
            .plan(Plan.of("F").unit("one", "One.").unit("two", "Two.").build())
            .agentCommand("echo made > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE")
            .check("there", "ls README.md");
    try (Aidp aidp = Aidp.open(Path.of(args[0]), options)) {
      aidp.start(request, StartOptions.id(ID).on(args[2])).ended().join();
    }
  }
}
