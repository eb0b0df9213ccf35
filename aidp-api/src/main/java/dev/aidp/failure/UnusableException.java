package dev.aidp.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * The engine, the server or the storage cannot be used now: exit code 5. A step that throws it is
 * not recorded; the run is left interrupted and goes on later.
 */
public final class UnusableException extends AidpException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** Makes one that says what cannot be used and what to do. */
  public UnusableException(String message, String remedy, Throwable cause) {
    super(Failure.of(FailureKind.TRANSIENT, message), cause);
    this.remedy = remedy;
  }

  /** Makes one that says what cannot be used and what to do. */
  public UnusableException(String message, String remedy) {
    super(Failure.of(FailureKind.TRANSIENT, message));
    this.remedy = remedy;
  }

  /**
   * Makes one of a file or folder that Aidp cannot read or write, with the remedy that fits {@code
   * cause}.
   *
   * @param what what is not possible, such as {@code The log x cannot be written}
   */
  public static UnusableException ofStorage(String what, Throwable cause) {
    String why = why(cause);
    return new UnusableException(
        "%s: %s.".formatted(what, why), remedy(why) + ", then try again.", cause);
  }

  /** Two of the most frequent say no more than their file. */
  private static String why(Throwable cause) {
    String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof NoSuchFileException) {
      return said + ": No such file or directory";
    }
    return cause instanceof AccessDeniedException ? said + ": Permission denied" : said;
  }

  private static String remedy(String why) {
    if (why.contains("No such file or directory")) {
      return "See who removes it (git clean -x takes ignored folders; -e .aidp spares it)";
    } else if (why.contains("Permission denied") || why.contains("Operation not permitted")) {
      return "Give this user the right to it (ls -ld shows whose it is, lsattr whether it is immutable)";
    } else if (why.contains("Too many open files") || why.contains("error=9, ")) {
      // Java starts a program through files of its own, and may be left with one that is none.
      return "Allow more open files (ulimit -n 1024)";
    } else if (why.contains("Read-only file system")) {
      return "Mount it writable";
    } else if (why.contains("Cannot allocate memory") || why.contains("temporarily unavailable")) {
      return "Free memory, or allow more processes (ulimit -u)";
    }
    return "Make room on the disk that holds it";
  }

  /** Returns what to do. */
  public String remedy() {
    return remedy;
  }
}
