package dev.aidp.runtime.journal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is done inside one transaction. It may run on another caller's thread, so it must bring all
 * it needs.
 */
@FunctionalInterface
public interface SqlFunction<T extends @Nullable Object> {

  /** Does it; whatever is thrown rolls this function's changes back. */
  T apply(Sql sql) throws SQLException;
}
