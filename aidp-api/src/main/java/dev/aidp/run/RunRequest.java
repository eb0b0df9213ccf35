package dev.aidp.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of Aidp: text, and where wanted, base, branch and settings; all else has a
 * default. It is a readable JSON document, the same from the command line ({@code --request}), from
 * Java and from any Temporal client; {@code docs/request.schema.json} describes it. The workflow
 * resolves it in its first step, and fails with all findings if it is wrong.
 *
 * @param <R> what its workflow returns
 */
public interface RunRequest<R> {

  /** Returns what kind of run it asks for. */
  RunKind kind();

  /** Returns what is wanted, in a person's words. */
  String text();

  /** Returns the ref to start from, or null: {@code HEAD}. */
  @Nullable String base();

  /** Returns the result branch, or null: {@code aidp/ID}. */
  @Nullable String branch();

  /**
   * Returns agents, checks, limits and the like, in the sections of a settings file; what is not
   * said is as the settings of the repository say.
   *
   * @see RunSettings#document()
   */
  Map<String, Object> settings();
}
