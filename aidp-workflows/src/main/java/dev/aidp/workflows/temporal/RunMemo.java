package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableMap;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
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
    @Nullable Object names = Workflow.getMemo(NAMES, String[].class);
    ImmutableMap.Builder<String, String> memo = ImmutableMap.builder();
    for (String name : names == null ? new String[0] : (String[]) names) {
      memo.put(name, String.valueOf(Workflow.getMemo(name, String.class)));
    }
    return memo.build();
  }
}
