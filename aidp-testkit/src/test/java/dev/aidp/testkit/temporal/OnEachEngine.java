package dev.aidp.testkit.temporal;

import dev.aidp.options.AidpOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that are run natively, on Temporal's server in memory, and on its dev server. */
public abstract class OnEachEngine {

  private static InMemoryServer inMemory;

  /** Where a test is run. */
  public enum Engine {
    NATIVE("native"),
    IN_MEMORY("temporal"),
    DEV_SERVER("temporal");

    private final String wireName;

    Engine(String wireName) {
      this.wireName = wireName;
    }

    /** Returns what runs call it. */
    public String wireName() {
      return wireName;
    }
  }

  @BeforeAll
  static void start_in_memory_server() {
    inMemory = InMemoryServer.start();
  }

  @AfterAll
  static void stop_in_memory_server() {
    inMemory.close();
  }

  protected static AidpOptions options(Engine engine) {
    AidpOptions options = AidpOptions.defaults();
    return engine == Engine.NATIVE ? options : options.at(target(engine), null);
  }

  /** Returns the address of a server; there is none natively. */
  protected static String target(Engine engine) {
    return engine == Engine.DEV_SERVER ? DevServer.shared().target() : inMemory.target();
  }
}
