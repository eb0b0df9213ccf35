package dev.aidp.activities.agent.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.TurnReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agents' programs by their names. Immutable. */
public final class Providers {

  /** What reads the output of each program that Aidp brings along; the rest is in a table. */
  private static final ImmutableMap<String, Supplier<TurnReader>> READERS =
      ImmutableMap.<String, Supplier<TurnReader>>builder()
          .put("claude", Claude::reader)
          .put("codex", Codex::reader)
          .put("gemini", Gemini::reader)
          .put("cursor", Cursor::reader)
          .put("copilot", Copilot::reader)
          .put("aider", Aider::reader)
          .put("opencode", OpenCode::reader)
          .put("kilocode", OpenCode::reader)
          .buildOrThrow();

  private static final ImmutableList<AgentProvider> BUILT_IN =
      READERS.entrySet().stream()
          .map(each -> Declared.of(each.getKey(), Tables.of(each.getKey()), each.getValue()))
          .collect(ImmutableList.toImmutableList());

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
