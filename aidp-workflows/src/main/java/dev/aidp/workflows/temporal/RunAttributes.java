package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableList;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/** The search attributes by which a server's runs are found; a server may refuse to know them. */
public final class RunAttributes {

  private static final SearchAttributeKey<String> RUN = SearchAttributeKey.forKeyword("AidpRun");
  private static final SearchAttributeKey<String> REPOSITORY =
      SearchAttributeKey.forKeyword("AidpRepository");

  private RunAttributes() {}

  /** Returns the names to register, each a keyword. */
  public static ImmutableList<String> names() {
    return ImmutableList.of(RUN.getName(), REPOSITORY.getName());
  }

  /** Returns those of the run {@code runId}. */
  public static SearchAttributes of(RunPlace place, String runId) {
    return SearchAttributes.newBuilder()
        .set(RUN, runId)
        .set(REPOSITORY, place.repository())
        .build();
  }

  /**
   * Returns those of a child of the current run: none if the parent has none, as the server does
   * not know them then.
   */
  static Optional<SearchAttributes> ofChild(String runId) {
    return Workflow.getTypedSearchAttributes().containsKey(RUN)
        ? Optional.of(of(RunPlace.current(), runId))
        : Optional.empty();
  }
}
