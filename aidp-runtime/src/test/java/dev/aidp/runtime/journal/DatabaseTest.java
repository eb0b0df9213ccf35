package dev.aidp.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

/** What goes wrong inside a transaction is what is told, and spoils nothing that comes after. */
@Timeout(300)
class DatabaseTest {

  @TempDir Path folder;

  private Database open() {
    Database database = Database.open(folder.resolve("aidp.db"));
    database.ensure(List.of("CREATE TABLE IF NOT EXISTS t(n INTEGER)"));
    return database;
  }

  private static int count(Database database) {
    return database.read(
        sql -> sql.first("SELECT count(*) FROM t", row -> row.getInt(1)).orElseThrow());
  }

  @Test
  void a_read_that_fails_tells_its_own_failure_even_if_its_transaction_is_gone() {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.read(
                      sql -> {
                        sql.run("ROLLBACK");
                        throw new IllegalStateException("the first failure");
                      }))
          .hasMessage("the first failure");
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void a_write_that_ends_in_an_error_leaves_no_transaction_open() {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.write(
                      sql -> {
                        sql.update("INSERT INTO t(n) VALUES(1)");
                        throw new StackOverflowError("too deep");
                      }))
          .isInstanceOf(StackOverflowError.class);

      database.write(sql -> sql.update("INSERT INTO t(n) VALUES(2)"));
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void a_driver_that_another_bom_has_lowered_is_told_with_the_remedy() {
    assertThat(NativeLibrary.tooOld("3.49.1.0"))
        .hasValueSatisfying(said -> assertThat(said).contains("3.49.1.0", "sqlite-jdbc.version"));
    assertThat(NativeLibrary.tooOld("3.51.3.0")).isEmpty();
    assertThat(NativeLibrary.tooOld(SQLiteJDBCLoader.getVersion())).isEmpty();
  }

  @Test
  void pages_that_hold_nothing_any_more_are_given_back_to_the_disk() {
    try (Database database = open()) {
      database.ensure(List.of("CREATE TABLE IF NOT EXISTS texts(text TEXT)"));
      for (int i = 0; i < 100; i++) {
        String text = "x".repeat(100_000);
        database.write(sql -> sql.update("INSERT INTO texts VALUES(?)", text));
      }
      database.write(sql -> sql.update("DELETE FROM texts"));

      assertThat(database.vacuum(1_000)).isEqualTo(1_000);
      assertThat(database.vacuum(10_000)).isGreaterThan(1_000);
      assertThat(database.vacuum(1_000)).isZero();
    }
    assertThat(folder.resolve("aidp.db").toFile().length()).isLessThan(200_000);
  }
}
