package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Database;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what an iteration of two empty steps costs on this machine. */
final class Overhead {

  private Overhead() {}

  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "target"), "overhead");
    Work idle =
        new Work() {
          @Override
          public String act(String input) {
            return input;
          }

          @Override
          public void nothing() {}
        };
    boolean memory = args.length > 1; // without a disk: what is left is our own
    try (Database database =
            memory ? Database.inMemory() : Database.open(folder.resolve("aidp.db"));
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(ScriptedJob.running(Overhead::loop))
                .activities(idle)
                .build()) {
      for (int round = 0; round < 8; round++) {
        int n = 1_000;
        int number = round;
        long start = System.nanoTime();
        engine.start("r" + number, Job.class, job -> job.run(String.valueOf(n)));
        engine.result("r" + number, String.class).join();
        System.out.printf("%.3f ms an iteration%n", (System.nanoTime() - start) / 1e6 / n);
      }
    }
  }

  private static String loop(ScriptedJob self, String input) {
    for (int i = 0; i < Integer.parseInt(input); i++) {
      self.context.scope(
          "iteration-" + i,
          () -> {
            self.work.nothing();
            return self.named("checks").act("x");
          });
    }
    return "done";
  }
}
