package dev.aidp.runtime.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a process. Whoever finds the connection free writes for all who wait, in one
 * transaction, so under load many share a commit, and a lone writer pays no change of threads.
 */
final class GroupCommit {

  private static final class Ticket<T extends @Nullable Object> {
    final SqlFunction<T> work;
    @Nullable T value;
    @Nullable Throwable failure;
    boolean done;

    Ticket(SqlFunction<T> work) {
      this.work = work;
    }

    void run(Sql sql) throws SQLException {
      try {
        value = work.apply(sql);
      } catch (RuntimeException | Error e) {
        failure = e; // an error too must not leave the transaction open, nor others waiting
      }
    }
  }

  private final Sql sql;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedQueue<Ticket<?>> waiting = new ConcurrentLinkedQueue<>();
  private @Nullable Consumer<Sql> look;

  GroupCommit(Sql sql) {
    this.sql = sql;
  }

  @SuppressWarnings("NullAway") // a value is null only where T is nullable
  <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
    Ticket<T> mine = new Ticket<>(work);
    waiting.add(mine);
    lock.lock();
    try {
      if (!mine.done) {
        writeAll();
      }
    } finally {
      lock.unlock();
    }
    if (mine.failure instanceof SQLException e) {
      throw e;
    }
    if (mine.failure instanceof RuntimeException e) {
      throw e;
    }
    if (mine.failure instanceof Error e) {
      throw e;
    }
    return mine.value;
  }

  /** Reads by the writer's connection, for databases that have no other. */
  <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
    lock.lock();
    try {
      return work.apply(sql);
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    List<Ticket<?>> group = new ArrayList<>();
    for (Ticket<?> next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
    }
    if (group.size() > 1 && commit(group)) {
      return;
    }
    // One of a group failed and took the others with it, or there is only one: each stands for
    // itself.
    group.forEach(one -> commit(List.of(one)));
  }

  /** Returns false if some of a group failed, so that all must be tried one by one. */
  private boolean commit(List<Ticket<?>> group) {
    try {
      sql.run("BEGIN IMMEDIATE");
      for (Ticket<?> one : group) {
        one.run(sql);
        if (one.failure != null) {
          return undone(group, one.failure);
        }
      }
      sql.run("COMMIT");
    } catch (SQLException e) {
      return undone(group, e);
    }
    group.forEach(one -> one.done = true);
    if (look != null) {
      look.accept(sql);
    }
    return true;
  }

  private boolean undone(List<Ticket<?>> group, Throwable cause) {
    try {
      sql.run("ROLLBACK");
    } catch (SQLException ignored) {
      // SQLite rolls back by itself on some errors.
    }
    boolean alone = group.size() == 1;
    group.forEach(
        one -> {
          one.failure = alone ? cause : null;
          one.done = alone;
        });
    return false;
  }

  void afterCommit(@Nullable Consumer<Sql> look) {
    this.look = look;
  }

  void close() {
    lock.lock();
    try {
      sql.close();
    } finally {
      lock.unlock();
    }
  }
}
