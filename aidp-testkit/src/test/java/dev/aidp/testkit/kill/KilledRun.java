package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.Aidp;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** One run in processes that are killed, seen from outside. */
final class KilledRun implements AutoCloseable {

  private final SampleRepository repository;
  private final ScriptedAgent agent;
  private final String engine;
  private final String target;
  private final Path log;
  private final List<String> hub;
  private final Aidp outside;

  KilledRun(Path folder, String engine, String target) {
    this(folder, engine, target, false);
  }

  /** Makes one on Temporal whose steps other hosts could perform, too: this one is the only one. */
  static KilledRun byHub(Path folder, String target) {
    return new KilledRun(folder, "temporal", target, true);
  }

  private KilledRun(Path folder, String engine, String target, boolean byHub) {
    this.repository = SampleRepository.in(folder.resolve("repository"));
    this.agent = ScriptedAgent.in(folder.resolve("agent"));
    this.engine = engine;
    this.target = target;
    this.log = folder.resolve("log");
    this.hub =
        byHub
            ? ImmutableList.of(
                repository.bare(folder.resolve("hub.git")).toString(), UUID.randomUUID().toString())
            : List.of();
    this.outside = Aidp.open(repository.top(), OneFeature.options(target, hub));
    KillFeature.script(agent);
  }

  SampleRepository repository() {
    return repository;
  }

  ScriptedAgent agent() {
    return agent;
  }

  /** Starts a process that starts the run, or goes on with it. */
  ChildJvm process() throws IOException {
    return ChildJvm.start(OneFeature.class, log, arguments());
  }

  /** Like {@link #process}, with the programs in {@code path} alone. */
  ChildJvm processOnPath(Path path) throws IOException {
    return ChildJvm.onPath(path, OneFeature.class, log, arguments());
  }

  /** Like {@link #process}, on a disk that is full as soon as a file is larger. */
  ChildJvm processWithFilesOfAtMost(int kib) throws IOException {
    return ChildJvm.limited(kib, OneFeature.class, log, arguments());
  }

  private List<String> arguments() {
    return ImmutableList.<String>builder()
        .add(repository.top().toString(), agent.command(), engine, target)
        .addAll(hub)
        .build();
  }

  /** Waits for {@code moment}, or for the end of {@code process} if it comes before. */
  void await(Moment moment, ChildJvm process) {
    Await.until(
        () -> seen(moment.effect()) >= moment.count() || !process.alive(), moment.toString());
  }

  int seen(Moment.Effect effect) {
    return switch (effect) {
      case AGENT -> agent.calls().size() + (int) agent.ended();
      case ENTRY -> history().size();
    };
  }

  List<HistoryEntry> history() {
    try {
      return outside.run(OneFeature.ID).history();
    } catch (NotFoundException e) {
      return List.of(); // not yet
    }
  }

  RunView view() {
    return outside.run(OneFeature.ID).view();
  }

  /** Waits for an agent's call after the first {@code calls}, if there is one; returns how long. */
  Optional<Duration> firstCallAfter(int calls, ChildJvm process) {
    Await.until(
        () -> agent.calls().size() > calls || !process.alive(), "the first turn after the kill");
    return agent.calls().size() > calls ? Optional.of(process.age()) : Optional.empty();
  }

  /** Notes which turns must not be taken again. */
  Before before() {
    Map<String, Integer> settled = new TreeMap<>();
    Map<String, Integer> counts = agent.counts();
    List<HistoryEntry> history = history();
    if (!history.isEmpty()) {
      for (RunView.UnitView unit : view().units()) {
        if (unit.state() == UnitState.COMPLETED || unit.state() == UnitState.MERGED) {
          agent.calls(unit.id()).forEach(call -> settled.put(call.key(), counts.get(call.key())));
        }
      }
    }
    return new Before(settled, counts, agent.calls().size());
  }

  /** Asserts what is promised, after {@code kills} kills. */
  void assertWhole(String tree, Before before, int kills) {
    Map<String, Integer> counts = agent.counts();
    List<String> effects = repository.trailers("Aidp-Effect");
    assertThat(repository.treeHash("aidp/" + OneFeature.ID)).isEqualTo(tree);
    before.settled().forEach((turn, count) -> assertThat(counts).containsEntry(turn, count));
    assertThat(counts.values()).allMatch(count -> count <= 1 + kills);
    assertThat(agent.overlaps()).isEmpty();
    assertThat(agent.living()).isEmpty();
    assertThat(new HashSet<>(effects)).hasSameSizeAs(effects);
    assertThat(effects.stream().filter(effect -> effect.endsWith("/commit")))
        .as("%s", effects)
        .hasSize(KillFeature.UNITS);
  }

  @Override
  public void close() {
    outside.close();
  }

  /**
   * How it stood at a kill.
   *
   * @param settled the turns of units that were completed, with their calls
   * @param counts all turns with their calls
   * @param calls all calls
   */
  record Before(Map<String, Integer> settled, Map<String, Integer> counts, int calls) {}
}
