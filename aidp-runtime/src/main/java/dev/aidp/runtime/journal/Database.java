package dev.aidp.runtime.journal;

import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The one SQLite file of a repository, {@code .aidp/aidp.db}. Safe for use by many threads, and by
 * many processes at once.
 *
 * <p>A write is on the disk when it returns. What the environment does to us (a full disk, an input
 * or output error, a file that somebody else locks for good) is thrown as {@link
 * UnusableException}, and nothing of that write has happened.
 */
public final class Database implements AutoCloseable {

  /**
   * The format this version writes; a file of a later one is refused. Raise it when an old reader
   * would misread.
   */
  public static final int FORMAT = 2;

  private static final int APPLICATION = 0x61696470; // "aidp", so that file(1) and we recognise it
  private static final int BUSY_MILLIS =
      10_000; // the longest that another process's transaction may make us wait

  /**
   * How the file is opened.
   *
   * @param maxPages the file's largest size in pages of 4 KiB, 0 for no limit: how tests imitate a
   *     full disk
   */
  public record Options(long maxPages) {
    /** No limit. */
    public static final Options DEFAULT = new Options(0);
  }

  private final @Nullable Path file;
  private final Sql connection;
  private final GroupCommit writes;
  private final @Nullable LogSync log;
  private final LongSummaryStatistics commits = new LongSummaryStatistics();
  private final LongSummaryStatistics syncs = new LongSummaryStatistics();
  private final ConcurrentLinkedDeque<Sql> idleReaders = new ConcurrentLinkedDeque<>();
  private final @Nullable Object identity;
  private volatile boolean closed;

  /** Opens {@code file}, making it and its folder where they are missing. */
  public static Database open(Path file) {
    return open(file, Options.DEFAULT);
  }

  /** Opens {@code file} with {@code options}. */
  public static Database open(Path file, Options options) {
    try {
      PrivateFiles.folderOf(file);
      PrivateFiles.file(file); // SQLite gives its log the same permissions
    } catch (IOException e) {
      throw new UnusableException(
          "The folder of " + file + " cannot be made: " + e.getMessage(),
          "Make it writable, then go on.",
          e);
    }
    return new Database(file.toAbsolutePath(), options).prepared();
  }

  /** Returns an empty one that lives in memory, belongs to this process and is gone when closed. */
  public static Database inMemory() {
    return new Database(null, Options.DEFAULT).prepared();
  }

  private Database(@Nullable Path file, Options options) {
    this.file = file;
    try {
      NativeLibrary.load(folder());
      connection = connect();
      identity = identity();
      if (options.maxPages() > 0) {
        connection.execute("PRAGMA max_page_count=" + options.maxPages());
      }
      writes = new GroupCommit(connection);
      checkFormat();
      log = file != null && hasLog() ? new LogSync(file) : null;
      // With a log, LogSync brings it to the disk as FULL would, but while others go on.
      connection.execute("PRAGMA synchronous=" + (log == null ? "FULL" : "NORMAL"));
    } catch (SQLException e) {
      throw SqlFailure.of(e, where());
    }
  }

  private Database prepared() {
    ensure(Tables.SCHEMA);
    return this;
  }

  /** Makes tables and indexes that may exist, each by {@code CREATE … IF NOT EXISTS …}. */
  public void ensure(List<String> definitions) {
    write(
        sql -> {
          for (String definition : definitions) {
            sql.execute(definition);
          }
          return definitions.size();
        });
  }

  /** Does {@code work} in one transaction and returns when it is on the disk. */
  public <T extends @Nullable Object> T write(SqlFunction<T> work) {
    T value = writeSoon(work);
    sync(LogSync::await);
    return value;
  }

  /**
   * Like {@link #write}, but returns before the disk has it: it survives this process's death, and
   * the machine's once a later {@link #write} or {@link #beginSync} has brought it to the disk.
   */
  public <T extends @Nullable Object> T writeSoon(SqlFunction<T> work) {
    try {
      if (!Objects.equals(identity, identity())) {
        throw SqlFailure.gone(where()); // SQLite would go on with a file that has no name
      }
      long began = System.nanoTime();
      T value = writes.write(work);
      took(commits, began);
      if (log != null) {
        log.wrote();
      }
      return value;
    } catch (SQLException e) {
      throw SqlFailure.of(e, where());
    }
  }

  /** Gives at most {@code pages} that hold nothing back to the disk; returns how many it was. */
  public int vacuum(int pages) {
    return write(
        sql -> {
          int empty = emptyPages(sql);
          sql.toTheEnd("PRAGMA incremental_vacuum(" + pages + ")");
          return empty - emptyPages(sql);
        });
  }

  private static int emptyPages(Sql sql) throws SQLException {
    return sql.first("PRAGMA freelist_count", row -> row.getInt(1)).orElse(0);
  }

  /** Returns what tells the file from another one that has taken its name; null: it is gone. */
  private @Nullable Object identity() {
    try {
      return file == null ? null : Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Begins to bring all that this process has written by now to the disk; returns at once. */
  public void beginSync() {
    if (log != null) {
      log.begin();
    }
  }

  /** Returns when the disk has all that {@link #beginSync} was called for, by anybody here. */
  public void awaitSync() {
    sync(LogSync::awaitBegun);
  }

  private interface OnLog {
    void call(LogSync log) throws IOException;
  }

  private void sync(OnLog work) {
    if (log == null) {
      return;
    }
    long began = System.nanoTime();
    try {
      work.call(log);
      took(syncs, began);
    } catch (IOException e) {
      throw new UnusableException(
          "The database %s cannot be used: the disk cannot be written (%s)."
              .formatted(where(), e.getMessage()),
          "Look at the disk, then go on.",
          e);
    }
  }

  private static void took(LongSummaryStatistics times, long began) {
    synchronized (times) {
      times.accept(System.nanoTime() - began);
    }
  }

  /** Returns the nanoseconds that writes have taken until others saw them. */
  public LongSummaryStatistics commits() {
    return copy(commits);
  }

  /** Returns the nanoseconds for which the disk was waited for. */
  public LongSummaryStatistics syncs() {
    return copy(syncs);
  }

  private static LongSummaryStatistics copy(LongSummaryStatistics times) {
    LongSummaryStatistics copy = new LongSummaryStatistics();
    synchronized (times) {
      copy.combine(times);
    }
    return copy;
  }

  /** Reads one consistent state, beside whoever writes. */
  public <T extends @Nullable Object> T read(SqlFunction<T> work) {
    try {
      if (file == null) {
        return writes.read(work);
      }
      Sql reader = idleReaders.poll();
      if (reader == null) {
        reader = reader();
      }
      boolean whole = false;
      try {
        reader.run("BEGIN");
        T value = work.apply(reader);
        reader.run("ROLLBACK");
        whole = true;
        return value;
      } finally {
        giveBack(reader, whole);
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e, where());
    }
  }

  /** Returns the folder that the file is in, or null for one in memory. */
  public @Nullable Path folder() {
    return file == null ? null : file.getParent();
  }

  /** Returns what tells whether any other connection has written; for the use of one thread. */
  public Changes changes() {
    try {
      return new Changes(this, reader());
    } catch (SQLException e) {
      throw SqlFailure.of(e, where());
    }
  }

  private Sql reader() throws SQLException {
    Sql reader = connect();
    reader.execute("PRAGMA query_only=ON");
    return reader;
  }

  /**
   * Calls {@code look} after each commit, for tests that cut a run at each of its states; null for
   * no more calls.
   */
  public void afterCommit(@Nullable Consumer<Sql> look) {
    writes.afterCommit(look);
  }

  /** Calls {@code look} each time the disk has what was written; null for no more calls. */
  public void afterSync(@Nullable Runnable look) {
    if (log != null) {
      log.afterSync(look);
    }
  }

  /** Returns the failures of {@link SQLException} as ours. */
  RuntimeException failure(SQLException e) {
    return SqlFailure.of(e, where());
  }

  @Override
  public void close() {
    closed = true;
    for (Sql reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
      reader.close();
    }
    if (log != null) {
      log.close(); // before SQLite, which may remove it
    }
    writes.close();
  }

  /** One whose transaction may still be open is not used again. */
  private void giveBack(Sql reader, boolean whole) {
    if (closed || !whole) {
      reader.close();
    } else {
      idleReaders.push(reader);
    }
  }

  private Sql connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setGetGeneratedKeys(false); // a query after each change, which nobody reads
    Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + (file == null ? ":memory:" : file)));
    sql.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
    return sql;
  }

  private void checkFormat() throws SQLException {
    int application = pragma("application_id");
    int format = pragma("user_version");
    if (application != 0 && application != APPLICATION) {
      throw new UnusableException(where() + " is not a file of aidp.", "Move it away.");
    }
    if (format > FORMAT) {
      throw new UnusableException(
          "%s was written by a newer aidp (format %d, this one reads up to %d)."
              .formatted(where(), format, FORMAT),
          "Use the newer aidp.");
    }
    if (file != null) {
      if (format == 0) {
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL"); // only a file without tables takes it
      }
      useLog();
    }
    if (format < FORMAT) { // of the one before, tables are only added to
      connection.execute("PRAGMA application_id=" + APPLICATION);
      connection.execute("PRAGMA user_version=" + FORMAT);
    }
  }

  /**
   * Turns on the write-ahead log. Two who open a new file at once are told "busy" at once, whatever
   * the time-out.
   */
  private void useLog() throws SQLException {
    for (int tries = 0; ; tries++) {
      try {
        connection.execute("PRAGMA journal_mode=WAL");
        return;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != 5 || tries == 200) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /**
   * Some file systems have no write-ahead log; SQLite then says nothing, and keeps to its journal.
   */
  private boolean hasLog() throws SQLException {
    return connection
        .first("PRAGMA journal_mode", row -> row.getString(1))
        .filter("wal"::equals)
        .isPresent();
  }

  private int pragma(String name) throws SQLException {
    return connection.first("PRAGMA " + name, row -> row.getInt(1)).orElse(0);
  }

  private String where() {
    return file == null ? "the database in memory" : file.toString();
  }
}
