package dev.aidp.activities.agent.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.AgentProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agents' programs by their names. Immutable. */
public final class Providers {

  private static final ImmutableList<Adapter> BUILT_IN =
      ImmutableList.of(
          Claude.ADAPTER,
          Codex.ADAPTER,
          Gemini.ADAPTER,
          Cursor.ADAPTER,
          Copilot.ADAPTER,
          Aider.ADAPTER,
          OpenCode.ADAPTER,
          OpenCode.KILOCODE);

  private final ImmutableMap<String, AgentProvider> byName;

  private Providers(Map<String, AgentProvider> byName) {
    this.byName = ImmutableMap.copyOf(byName);
  }

  /** Returns those that Aidp brings along. */
  public static Providers builtIn() {
    return new Providers(ImmutableMap.of()).with(BUILT_IN);
  }

  /** Returns these and {@code others}; of two with one name the later counts. */
  public Providers with(List<? extends AgentProvider> others) {
    Map<String, AgentProvider> all = new LinkedHashMap<>(byName);
    others.forEach(other -> all.put(other.name(), other));
    return new Providers(all);
  }

  /** Returns these, of which the built-in one {@code name} is started as {@code binary}. */
  public Providers startedAs(String name, String binary) {
    return byName.get(name) instanceof Adapter adapter
        ? with(ImmutableList.of(adapter.startedAs(binary)))
        : this;
  }

  /** Returns the one with this name, or null. */
  public @Nullable AgentProvider named(String name) {
    return byName.get(name);
  }

  /** Returns all, in the order in which they became known. */
  public ImmutableList<AgentProvider> all() {
    return byName.values().asList();
  }

  /** Returns all names. */
  public ImmutableList<String> names() {
    return byName.keySet().asList();
  }
}
