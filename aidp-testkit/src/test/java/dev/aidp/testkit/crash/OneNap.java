package dev.aidp.testkit.crash;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToySteps;
import dev.aidp.testkit.port.ToyWorkflow;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The program that is killed: {@code REPOSITORY ENGINE TARGET LOG}. */
public final class OneNap {

  static final String ID = "nap";

  private OneNap() {}

  public static void main(String[] arguments) throws Exception {
    Path log = Path.of(arguments[3]);
    Object steps =
        Proxy.newProxyInstance(
            ToySteps.class.getClassLoader(),
            new Class<?>[] {ToySteps.class},
            (proxy, method, args) -> performed(log, String.valueOf(args[0])));
    Extensions extensions = Extensions.none().workflow(Toy.run(OneNap::run)).activities(steps);
    AidpOptions options = AidpOptions.defaults();
    if (!arguments[2].isEmpty()) {
      options = options.at(arguments[2], null);
    }
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options, extensions)) {
      aidp.start(ToyWorkflow.class, ID, arguments[1], toy -> toy.run("x")).ended().join();
    }
  }

  private static Object performed(Path log, String text) throws Exception {
    Files.writeString(log, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return text;
  }

  private static void run(Toy toy) {
    for (String step : List.of("one", "two", "three")) {
      toy.write(toy.command(step).echo(step));
    }
  }
}
