package dev.aidp.testkit.kill;

/** The process is its run's only owner. */
class NativeKillTest extends KillSuite {

  @Override
  String engine() {
    return "native";
  }

  @Override
  String target() {
    return "127.0.0.1:7233";
  }
}
