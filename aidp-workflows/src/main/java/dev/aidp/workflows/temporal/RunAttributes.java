package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableList;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** Returns the repository of the run that has {@code all}, if they tell it. */
  public static Optional<String> repository(SearchAttributes all) {
    return all.containsKey(REPOSITORY) ? Optional.of(all.get(REPOSITORY)) : Optional.empty();
  }

  /** Returns {@code attributes}, each a keyword, besides {@code ours}. */
  public static SearchAttributes with(SearchAttributes ours, Map<String, String> attributes) {
    SearchAttributes.Builder all = SearchAttributes.newBuilder(ours);
    attributes.forEach((name, value) -> all.set(SearchAttributeKey.forKeyword(name), value));
    return all.build();
  }

  /** Returns those keywords that are neither ours nor the server's own. */
  public static Map<String, String> others(SearchAttributes all) {
    Map<String, String> others = new TreeMap<>();
    all.getUntypedValues()
        .forEach(
            (key, value) -> {
              String name = key.getName();
              if (value instanceof String text
                  && !names().contains(name)
                  && !name.startsWith("Temporal")) {
                others.put(name, text);
              }
            });
    return others;
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
