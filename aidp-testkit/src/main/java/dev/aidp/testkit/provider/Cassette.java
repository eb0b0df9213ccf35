package dev.aidp.testkit.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.Probe;
import dev.aidp.provider.TurnReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns with a real program, kept in a folder: what it was called with, the prompt's hash, what it
 * wrote, its exit code, and the files it changed as a patch. Recorded once, they are played again
 * at no cost, without the program and without a network. What is kept may hold secrets: read it
 * before you put it under version control.
 */
public final class Cassette {

  private final Path folder;

  private Cassette(Path folder) {
    this.folder = folder;
  }

  /** Opens the cassette in {@code folder}, which is made if need be. */
  public static Cassette in(Path folder) {
    try {
      return new Cassette(Files.createDirectories(folder).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code real}, of which each turn is recorded. */
  public AgentProvider recording(AgentProvider real) {
    return new Taped(
        real,
        order -> {
          Invocation invocation = real.invocation(order);
          return new Invocation(
              ImmutableList.<String>builder()
                  .addAll(script("record.sh", order))
                  .addAll(invocation.arguments())
                  .build(),
              invocation.environment(),
              invocation.withheld(),
              invocation.promptOnInput());
        });
  }

  /**
   * Returns what answers as {@code real} did when it was told the same; whoever is told something
   * else fails.
   */
  public AgentProvider replaying(AgentProvider real) {
    return new Taped(
        real,
        order ->
            new Invocation(
                script("replay.sh", order), ImmutableMap.of(), ImmutableSet.of(), false));
  }

  /** Returns how many turns it holds. */
  public int turns() {
    try (var tapes = Files.newDirectoryStream(folder, "[0-9]*")) {
      return ImmutableList.copyOf(tapes).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImmutableList<String> script(String name, AgentTurn order) {
    try {
      Path script = folder.resolve(name);
      Files.write(script, Resources.toByteArray(Resources.getResource(Cassette.class, name)));
      return ImmutableList.of(
          "sh", script.toString(), folder.toString(), order.prompt().file().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Calling {
    Invocation of(AgentTurn order);
  }

  /** A provider that is called in another way. */
  private record Taped(AgentProvider real, Calling calling) implements AgentProvider {

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public Capabilities capabilities() {
      return real.capabilities();
    }

    @Override
    public Invocation invocation(AgentTurn order) {
      return calling.of(order);
    }

    @Override
    public TurnReader reader(AgentTurn order) {
      return real.reader(order);
    }

    @Override
    public FailureHints failures() {
      return real.failures();
    }

    @Override
    public Probe probe() {
      return Probe.NONE;
    }

    @Override
    public List<String> variables() {
      return real.variables();
    }
  }
}
