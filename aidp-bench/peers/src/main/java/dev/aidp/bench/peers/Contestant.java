package dev.aidp.bench.peers;

import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Who takes part; what each needs, and what survives there. */
enum Contestant {
  NATIVE("Aidp native", "power loss"),
  NATIVE_TOGETHER("Aidp native, its own mapping", "power loss"),
  DBOS("DBOS Transact 1.1.0-m6, PostgreSQL", "power loss"),
  RESTATE("Restate 1.7.12, SDK 2.4.0", "power loss"),
  LANGGRAPH("LangGraph4j 1.8.17, files", "process crash"),
  AIDP_TEMPORAL("Aidp on Temporal, dev server tuned", "process crash"),
  TEMPORAL("Temporal as in its samples, dev server tuned", "process crash");

  private final String title;
  private final String keeps;

  Contestant(String title, String keeps) {
    this.title = title;
    this.keeps = keeps;
  }

  String title() {
    return title;
  }

  String keeps() {
    return keeps;
  }

  /** That a contestant cannot take part here, and why. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    MissingException(String why) {
      super(why);
    }
  }

  /** Starts what it needs. */
  PeerServer server(Path folder) throws MissingException, IOException, InterruptedException {
    return switch (this) {
      case NATIVE, NATIVE_TOGETHER, LANGGRAPH -> PeerServer.NONE;
      case DBOS ->
          Postgres.start(
              Postgres.programs()
                  .orElseThrow(() -> new MissingException("PostgreSQL is not installed")),
              folder);
      case RESTATE ->
          RestateServer.start(
              RestateServer.program()
                  .orElseThrow(
                      () ->
                          new MissingException(
                              "its server is not there: npm install --ignore-scripts in aidp-bench/peers")),
              folder);
      case AIDP_TEMPORAL, TEMPORAL -> temporal();
    };
  }

  private static PeerServer temporal() throws MissingException {
    try {
      DevServer server = DevServer.start();
      long pid =
          ProcessHandle.current()
              .children()
              .filter(each -> each.info().command().orElse("").endsWith("temporal"))
              .mapToLong(ProcessHandle::pid)
              .max()
              .orElse(0);
      return new PeerServer(server.target(), pid, server::close);
    } catch (TestAbortedException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  /** Opens it in this process. */
  Peer open(String target, Path folder, PeerSteps steps) throws Exception {
    return switch (this) {
      case NATIVE -> AidpPeer.onNative(folder, steps, false);
      case NATIVE_TOGETHER -> AidpPeer.onNative(folder, steps, true);
      case DBOS -> DbosPeer.at(target, steps);
      case RESTATE -> RestatePeer.at(target, steps);
      case LANGGRAPH -> LangGraphPeer.in(folder, steps);
      case AIDP_TEMPORAL -> AidpPeer.onTemporal(target, folder, steps);
      case TEMPORAL -> TemporalPeer.at(target, steps);
    };
  }
}
