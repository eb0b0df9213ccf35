package dev.aidp.failure;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wrong usage, configuration, plan or id, something named that does not exist, or a place where
 * Aidp cannot work: exit code 2. Nothing has been started when it is thrown.
 */
public final class UsageException extends AidpException {

  private static final long serialVersionUID = 1L;

  /**
   * One finding.
   *
   * @param where the place, {@code FILE:LINE:COL} for files
   * @param message what is wrong there
   */
  public record Detail(String where, String message) {}

  private final @Nullable String where;
  private final @Nullable String remedy;
  private final transient ImmutableList<Detail> details;

  /** Makes one that says what is wrong, where (or null) and what to do (or null). */
  public UsageException(String message, @Nullable String where, @Nullable String remedy) {
    this(message, where, remedy, ImmutableList.of());
  }

  /** Makes one with a finding each in {@code details}. */
  public UsageException(
      String message, @Nullable String where, @Nullable String remedy, List<Detail> details) {
    super(Failure.of(FailureKind.PERMANENT, message));
    this.where = where;
    this.remedy = remedy;
    this.details = ImmutableList.copyOf(details);
  }

  /** Returns the place, or null. */
  public @Nullable String where() {
    return where;
  }

  /** Returns what to do, or null. */
  public @Nullable String remedy() {
    return remedy;
  }

  /** Returns the message with all findings, as a log shows it. */
  @Override
  public String toString() {
    StringBuilder all = new StringBuilder(super.toString());
    details.forEach(
        each -> all.append("\n  ").append(each.where()).append(": ").append(each.message()));
    return all.toString();
  }

  /** Returns all findings, in order. */
  public ImmutableList<Detail> details() {
    return details;
  }
}
