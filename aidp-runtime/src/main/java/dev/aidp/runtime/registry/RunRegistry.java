package dev.aidp.runtime.registry;

import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** The runs of a repository, in its database. Safe for use by many threads and processes. */
public final class RunRegistry {

  private static final String COLUMNS =
      "id, kind, engine, generation, terms, request, note, created_at, finished";

  private final Database database;

  /** Makes the table if it is missing. */
  public RunRegistry(Database database) {
    this.database = database;
    database.ensure(
        List.of(
            """
            CREATE TABLE IF NOT EXISTS registry (
              key TEXT PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, engine TEXT NOT NULL,
              generation INTEGER NOT NULL, terms TEXT NOT NULL, request TEXT NOT NULL, note TEXT,
              created_at TEXT NOT NULL, finished TEXT) STRICT\
            """,
            "CREATE INDEX IF NOT EXISTS registry_unfinished ON registry(key) WHERE finished IS"
                + " NULL",
            "CREATE TABLE IF NOT EXISTS repository (one INTEGER PRIMARY KEY, id TEXT NOT NULL)"
                + " STRICT",
            "CREATE TABLE IF NOT EXISTS pruned (key TEXT PRIMARY KEY, id TEXT NOT NULL, generation"
                + " INTEGER NOT NULL) STRICT",
            "CREATE TABLE IF NOT EXISTS pruned_artifacts (ref TEXT PRIMARY KEY) STRICT, WITHOUT"
                + " ROWID"));
  }

  /** Returns what tells this repository from every other, made when it is first asked for. */
  public String repositoryId() {
    return database.write(
        sql -> {
          String fresh = UUID.randomUUID().toString().substring(0, 13);
          sql.update(
              "INSERT INTO repository (one, id) VALUES (1, ?) ON CONFLICT DO NOTHING", fresh);
          return sql.first("SELECT id FROM repository", row -> row.getString(1)).orElseThrow();
        });
  }

  /**
   * Registers a run unless its id is taken (ignoring case), and returns the run that has the id.
   */
  public RunRecord registerOrFind(RunRecord run) {
    return database.write(
        sql -> {
          sql.update(
              "INSERT INTO registry (key, "
                  + COLUMNS
                  + ") VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
              key(run.id()),
              run.id(),
              run.kind(),
              run.engine(),
              run.generation(),
              run.terms(),
              run.request(),
              run.note(),
              run.createdAt().toString(),
              run.finished());
          return sql.first(
                  "SELECT " + COLUMNS + " FROM registry WHERE key=?",
                  RunRegistry::record,
                  key(run.id()))
              .orElseThrow();
        });
  }

  /** Returns the run with this id, ignoring case. */
  public Optional<RunRecord> find(String id) {
    return database.read(
        sql ->
            sql.first(
                "SELECT " + COLUMNS + " FROM registry WHERE key=?", RunRegistry::record, key(id)));
  }

  /** Returns all runs, the youngest first. */
  public List<RunRecord> all() {
    return database.read(
        sql ->
            sql.list(
                "SELECT " + COLUMNS + " FROM registry ORDER BY created_at DESC, key",
                RunRegistry::record));
  }

  /** Returns those runs that have not ended, the youngest first. */
  public List<RunRecord> unfinished() {
    return database.read(
        sql ->
            sql.list(
                "SELECT "
                    + COLUMNS
                    + " FROM registry WHERE finished IS NULL ORDER BY created_at DESC, key",
                RunRegistry::record));
  }

  /**
   * Keeps the last document of a run that has ended, which was {@code run.finished()}; a run that
   * has gone on meanwhile, or has another one, is left alone. Returns whether it was this call that
   * did.
   */
  public boolean finish(RunRecord run, String document) {
    int changed =
        database.write(
            sql ->
                sql.update(
                    "UPDATE registry SET finished=? WHERE key=? AND generation=? AND finished IS ?",
                    document,
                    key(run.id()),
                    run.generation(),
                    run.finished()));
    return changed == 1;
  }

  /**
   * Begins the generation {@code next} of an ended run; returns whether it was this call that did.
   */
  public boolean advance(RunRecord next) {
    int changed =
        database.write(
            sql ->
                sql.update(
                    "UPDATE registry SET generation=?, request=?, finished=NULL WHERE key=? AND"
                        + " generation=?",
                    next.generation(),
                    next.request(),
                    key(next.id()),
                    next.generation() - 1));
    return changed == 1;
  }

  /**
   * A run that is listed no more, of which something may still be there.
   *
   * @param id as it was given
   * @param generation its last one
   */
  public record Pruned(String id, int generation) {

    /** Returns the ids under which an engine knew its generations. */
    public List<String> engineIds() {
      return IntStream.rangeClosed(1, generation).mapToObj(n -> engineId(id, n)).toList();
    }
  }

  /** Returns the id under which an engine knows {@code generation} of the run {@code id}. */
  public static String engineId(String id, int generation) {
    return generation == 1 ? id : id + ".g" + generation;
  }

  /**
   * Takes an ended run off the list; one that has gone on since it was {@code run} stays. Returns
   * whether it is off.
   */
  public static boolean takeOff(Sql sql, RunRecord run) throws SQLException {
    int taken =
        sql.update(
            "DELETE FROM registry WHERE key=? AND generation=? AND finished IS NOT NULL",
            key(run.id()),
            run.generation());
    if (taken > 0) {
      sql.update(
          "INSERT OR REPLACE INTO pruned (key, id, generation) VALUES (?,?,?)",
          key(run.id()),
          run.id(),
          run.generation());
    }
    return taken > 0;
  }

  /** Returns the runs that are listed no more, of which something may still be there. */
  public static List<Pruned> pruned(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id, generation FROM pruned ORDER BY key",
        row -> new Pruned(row.getString(1), row.getInt(2)));
  }

  /** Returns whether something may still be there of a run {@code id} that is listed no more. */
  public boolean pruned(String id) {
    return database.read(
        sql -> sql.first("SELECT 1 FROM pruned WHERE key=?", row -> 1, key(id)).isPresent());
  }

  /** Takes off a part of an application's own workflow, unless it is a run. */
  public static void takeOffPart(Sql sql, String id) throws SQLException {
    sql.update(
        "INSERT INTO pruned (key, id, generation) SELECT ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM"
            + " registry WHERE key=?) ON CONFLICT DO NOTHING",
        key(id),
        id,
        key(id));
  }

  /** Notes what runs have named that are listed no more. */
  public static void keepNamed(Sql sql, Set<String> artifacts) throws SQLException {
    for (String ref : artifacts) {
      sql.update("INSERT OR IGNORE INTO pruned_artifacts (ref) VALUES (?)", ref);
    }
  }

  /** Returns what is noted. */
  public static Set<String> prunedArtifacts(Sql sql) throws SQLException {
    return new HashSet<>(sql.list("SELECT ref FROM pruned_artifacts", row -> row.getString(1)));
  }

  /** Notes these only. */
  public void keepOnlyNamed(Set<String> artifacts) {
    Set<String> unused =
        database.write(
            sql -> {
              sql.update("DELETE FROM pruned_artifacts");
              keepNamed(sql, artifacts);
              return artifacts;
            });
  }

  /** Says that nothing is there any more. */
  public static void gone(Sql sql, Pruned run) throws SQLException {
    sql.update("DELETE FROM pruned WHERE key=?", key(run.id()));
  }

  private static RunRecord record(ResultSet row) throws SQLException {
    return new RunRecord(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        new RunRecord.Start(row.getString(5), row.getString(6)),
        row.getString(7),
        Instant.parse(row.getString(8)),
        row.getString(9));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
