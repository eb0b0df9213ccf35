package dev.aidp.testkit.kill;

import dev.aidp.testkit.temporal.DevServer;

/** The process is the only worker; the server goes on. */
class TemporalKillTest extends KillSuite {

  @Override
  String engine() {
    return "temporal";
  }

  @Override
  String target() {
    return DevServer.shared().target();
  }
}
