package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableMap;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a run's starter wants to be remembered; a workflow must know the names to read it. */
public final class RunMemo {

  private static final String NAMES = "aidpMemo";
  private static final String RUN = "aidpRun";

  /** With these begin the names of what Aidp itself remembers. */
  public static final String OURS = "aidp";

  private RunMemo() {}

  /** Returns what the memo of the run {@code runId} must hold for {@code memo}. */
  public static Map<String, Object> of(String runId, Map<String, String> memo) {
    Map<String, Object> all = new LinkedHashMap<>(memo);
    all.put(RUN, runId);
    if (!memo.isEmpty()) {
      all.put(NAMES, memo.keySet().toArray(String[]::new));
    }
    return all;
  }

  /** Returns that of the run whose thread this is. */
  static Map<String, String> current() {
    return of(Workflow::getMemo);
  }

  /** Returns what the starter of a run said whose memo {@code memo} reads by name and type. */
  public static Map<String, String> of(BiFunction<String, Class<?>, @Nullable Object> memo) {
    @Nullable Object names = memo.apply(NAMES, String[].class);
    ImmutableMap.Builder<String, String> said = ImmutableMap.builder();
    for (String name : names == null ? new String[0] : (String[]) names) {
      said.put(name, String.valueOf(memo.apply(name, String.class)));
    }
    return said.build();
  }
}
