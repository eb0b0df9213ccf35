package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an agent may do without being asked, as far as its program can tell. */
public enum Permission {
  /** Read and answer; change nothing. */
  PLAN,
  /** Change files in its worktree and run what its program allows by itself. */
  EDIT,
  /** Anything, without its program's own guards; only by the user's word. */
  FULL;

  /** Returns the name on the wire and in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
