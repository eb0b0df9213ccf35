package com.example;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.TypedHandle;
import dev.aidp.options.AidpOptions;
import java.nio.file.Path;

/** Starts a release, or goes on with it: {@code REPOSITORY FOLDER ENGINE TARGET AGENT}. */
public final class Releases {

  static final String ID = "release-7";

  private Releases() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    AidpOptions options = AidpOptions.defaults().at(args[3].isEmpty() ? null : args[3], null);
    try (Aidp aidp = open(Path.of(args[0]), folder, options)) {
      System.out.println(start(aidp, args[2], args[4]).result().join());
    }
  }

  static Aidp open(Path repository, Path folder, AidpOptions options) {
    return Aidp.open(
        repository,
        options,
        Extensions.none()
            .workflow(ReleaseWorkflow.class, Release::new)
            .activities(Publisher.in(folder)));
  }

  static TypedHandle<String> start(Aidp aidp, String engine, String agent) {
    return aidp.start(ReleaseWorkflow.class, ID, engine, w -> w.run(agent));
  }
}
