package dev.aidp.bench.peers;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Aidp, on one of its engines: three steps an iteration as the others have, or the one that its own
 * work loop has, which keeps the turn before the checks come.
 */
record AidpPeer(Engine engine, Runnable end) implements Peer {

  static Peer onNative(Path folder, PeerSteps steps, boolean together) {
    Database database = Database.open(folder.resolve("aidp.db"));
    NativeEngine engine =
        NativeEngine.builder(database)
            .workflow(definitions(together).toArray(WorkflowDefinition<?>[]::new))
            .activities(steps)
            .build();
    return new AidpPeer(
        engine,
        () -> {
          engine.close();
          database.close();
        });
  }

  static Peer onTemporal(String target, Path folder, PeerSteps steps) {
    TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(target, new RunPlace("peers", "here"), folder), definitions(true));
    engine.host(List.of(steps));
    return new AidpPeer(engine, engine::close);
  }

  private static List<WorkflowDefinition<?>> definitions(boolean together) {
    return List.of(
        new WorkflowDefinition<>(PeerLoop.class, context -> new Loop(context, together)),
        new WorkflowDefinition<>(PeerFanOut.class, FanOut::new),
        new WorkflowDefinition<>(PeerUnit.class, Unit::new));
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) {
    engine.start(id, PeerLoop.class, loop -> loop.run(iterations, agentMillis));
    return engine.result(id, Integer.class).join().orThrow();
  }

  @Override
  public int fanOut(String id, int units) {
    engine.start(id, PeerFanOut.class, all -> all.run(units));
    return engine.result(id, Integer.class).join().orThrow();
  }

  @Override
  public void close() {
    end.run();
  }

  private record Loop(WorkflowContext context, boolean together) implements PeerLoop {

    @Override
    public int run(int iterations, int agentMillis) {
      int green = 0;
      for (int iteration = 0; iteration < iterations; iteration++) {
        int i = iteration;
        green += context.scope("iteration-" + i, () -> iteration(i, agentMillis)) ? 1 : 0;
      }
      return green;
    }

    private boolean iteration(int i, int agentMillis) {
      PeerSteps turn = context.steps(PeerSteps.class, Step.turn());
      if (together) {
        return turn.iterate(i, agentMillis, PeerSteps.REQUEST);
      }
      PeerSteps quick = context.steps(PeerSteps.class, Step.quick());
      turn.agent(i, agentMillis, PeerSteps.REQUEST);
      Promise<Boolean> tests = context.start(() -> quick.tests(i));
      Promise<Boolean> lint = context.start(() -> quick.lint(i));
      return tests.get() && lint.get();
    }
  }

  private record FanOut(WorkflowContext context) implements PeerFanOut {

    @Override
    public int run(int units) {
      int done = 0;
      Deque<Promise<Integer>> running = new ArrayDeque<>();
      for (int unit = 0; unit < units; unit++) {
        int u = unit;
        done += running.size() < PARALLEL ? 0 : running.remove().get();
        running.add(context.child(PeerUnit.class, "unit-" + u).start(child -> child.run(u)));
      }
      for (Promise<Integer> each : new ArrayList<>(running)) {
        done += each.get();
      }
      return done;
    }
  }

  private record Unit(WorkflowContext context) implements PeerUnit {

    @Override
    public int run(int unit) {
      PeerSteps quick = context.steps(PeerSteps.class, Step.quick());
      for (int number = 0; number < STEPS; number++) {
        int step = number;
        context.scope("step-" + step, () -> quick.step(unit, step));
      }
      return STEPS;
    }
  }
}
