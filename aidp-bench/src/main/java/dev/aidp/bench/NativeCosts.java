package dev.aidp.bench;

import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a unit of a feature costs on native where its steps do nothing, by how many units the
 * feature has: time, memory, how long it takes to hear its progress while it works, and how much is
 * recorded. Takes numbers of units.
 */
public final class NativeCosts {

  private static final long PAUSE_MILLIS = 200;
  private static final int LOOKS = 5;

  private NativeCosts() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    System.out.println(
        "| units | s | ms a unit | progress, ms | from the journal, ms | KB a unit | largest text, KB | MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (String units : args.length == 0 ? new String[] {"100", "1000", "10000"} : args) {
      Path folder = Machine.folder("native-costs");
      try (ChildJvm run = ChildJvm.running(Run.class, Map.of(), folder.toString(), units)) {
        run.lines().forEach(System.out::println);
      }
      Machine.delete(folder);
    }
    System.out.println("Measured on: " + Machine.line());
  }

  /** The engine, in a process whose memory is its own. */
  static final class Run {

    private Run() {}

    /** Takes a folder and the number of units. */
    public static void main(String[] args) throws Exception {
      Path file = Path.of(args[0], "aidp.db");
      int units = Integer.parseInt(args[1]);
      List<Double> looks = new ArrayList<>();
      double seconds;
      try (Database database = Database.open(file);
          NativeEngine engine = engine(database, file)) {
        UnitCosts.run(engine, "warm-up", UnitCosts.WARM_UP);
        long began = System.nanoTime();
        CompletableFuture<Void> run =
            CompletableFuture.runAsync(() -> UnitCosts.run(engine, "many", units));
        while (!run.isDone()) {
          Thread.sleep(PAUSE_MILLIS);
          look(engine, looks);
        }
        run.join();
        seconds = (System.nanoTime() - began) / 1e9;
      }
      System.out.printf(
          Locale.ROOT,
          "| %,d | %.1f | %.2f | %s | %s | %.1f | %.1f | %d |%n",
          units,
          seconds,
          1000 * seconds / units,
          Spread.of(looks),
          Spread.of(replayed(file)),
          recorded(file, "sum") / 1024.0 / units,
          recorded(file, "max") / 1024.0,
          Machine.peakMebibytes());
      Files.delete(file);
    }

    private static NativeEngine engine(Database database, Path file) {
      return UnitCosts.onNative(database, file.resolveSibling("store"), new TrivialSteps());
    }

    /** As another process hears it, which reads the whole journal. */
    private static List<Double> replayed(Path file) {
      List<Double> looks = new ArrayList<>();
      try (Database database = Database.open(file);
          NativeEngine engine = engine(database, file)) {
        for (int i = 0; i < LOOKS; i++) {
          look(engine, looks);
        }
      }
      return looks;
    }

    private static void look(NativeEngine engine, List<Double> looks) {
      long began = System.nanoTime();
      engine.query(
          "many", FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::status);
      looks.add((System.nanoTime() - began) / 1e6);
    }
  }

  /** Returns the sum or the max of the lengths of all that is recorded of the run "many". */
  static long recorded(Path file, String what) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet length =
            statement.executeQuery(
                "SELECT %s(length(text)) FROM (SELECT payload text FROM native_entries WHERE %s UNION ALL SELECT args FROM native_runs WHERE %s UNION ALL SELECT result FROM native_runs WHERE %s)"
                    .formatted(what, of("run"), of("id"), of("id")))) {
      return length.getLong(1);
    }
  }

  private static String of(String id) {
    return "(%1$s = 'many' OR %1$s LIKE 'many/%%')".formatted(id);
  }
}
