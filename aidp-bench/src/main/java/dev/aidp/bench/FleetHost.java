package dev.aidp.bench;

import dev.aidp.Aidp;
import dev.aidp.options.AidpOptions;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** One host of a fleet: works in a clone of its own until it is ended. */
final class FleetHost {

  static final String WORKS = "works";

  private FleetHost() {}

  /** Takes the clone, the hub and the Temporal target. */
  public static void main(String[] args) throws InterruptedException {
    AidpOptions usual = AidpOptions.defaults().at(args[2], null);
    AidpOptions options = usual.withRepository(usual.repository().withHub(args[1]));
    try (Aidp aidp = Aidp.open(Path.of(args[0]), options)) {
      aidp.work("temporal");
      System.out.println(WORKS);
      new CountDownLatch(1).await();
    }
  }
}
