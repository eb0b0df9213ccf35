package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** One host of several: works in a clone of its own until it is killed. */
final class OneHost {

  private OneHost() {}

  /** Takes the clone, the hub, the Temporal target and what the names of the queues end with. */
  public static void main(String[] arguments) throws Exception {
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options(arguments))) {
      aidp.work("temporal");
      System.out.println("works");
      new CountDownLatch(1).await();
    }
  }

  private static AidpOptions options(String[] arguments) {
    return options(arguments[1], arguments[2], arguments[3]);
  }

  /** Returns those of all hosts. */
  static AidpOptions options(String hub, String target, String queues) {
    AidpOptions usual = AidpOptions.defaults().at(target, null);
    return usual
        .withRepository(usual.repository().withHub(hub))
        .withTemporal(usual.temporal().withQueues(DevServer.queues(queues)));
  }

  /**
   * Returns the target of the server that all of a test's hosts share: that in {@code
   * AIDP_TEST_TARGET}, if there is one, such as a server on PostgreSQL.
   */
  static String target() {
    String given = System.getenv("AIDP_TEST_TARGET");
    return given == null ? DevServer.shared().target() : given;
  }
}
