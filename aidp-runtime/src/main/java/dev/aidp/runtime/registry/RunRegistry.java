package dev.aidp.runtime.registry;

import dev.aidp.runtime.journal.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

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
            "CREATE TABLE IF NOT EXISTS repository (one INTEGER PRIMARY KEY, id TEXT NOT NULL)"
                + " STRICT"));
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

  private static RunRecord record(ResultSet row) throws SQLException {
    return new RunRecord(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        Instant.parse(row.getString(8)),
        row.getString(9));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
