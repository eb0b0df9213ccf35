package dev.aidp.bench.overhead;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.activity.StepInfo;
import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.engine.Engine;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that works on a run up to a step that does not end; it is killed there, and another one
 * goes on.
 */
final class RecoveringWorker {

  static final String REACHED = "reached";

  private static final String ID = "recovery";

  private RecoveringWorker() {}

  public static void main(String[] args) {
    int iterations = Integer.parseInt(args[3]);
    Extensions extensions =
        Extensions.none()
            .workflow(IterationsWorkflowImpl.definition())
            .activities(new HaltingSteps(iterations, args[4].equals("second")));
    String engineName = args[1];
    AidpOptions options = AidpOptions.defaults();
    boolean onServer = engineName.equals("temporal");
    try (Aidp aidp =
        Aidp.open(Path.of(args[0]), onServer ? options.at(args[2], null) : options, extensions)) {
      if (onServer) {
        aidp.work(engineName);
      }
      Engine engine = aidp.engine(engineName);
      engine.start(ID, IterationsWorkflow.class, run -> run.run(new Work(iterations + 1, 0)));
      engine.result(ID, Integer.class).join();
    }
  }

  /**
   * Halts in the turn of iteration {@code last}.
   *
   * @param resumed whether all earlier steps are recorded and must not come again
   */
  private record HaltingSteps(int last, boolean resumed) implements IterationSteps {

    private static final Reply REPLY = new Reply("r".repeat(4 << 10));

    @Override
    public Reply iterate(Order order) {
      if (order.iteration() < last) {
        return performed(order);
      }
      System.out.println(REACHED);
      while (true) {
        StepInfo.current().beat(null);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    }

    private Reply performed(Order order) {
      if (resumed) {
        System.out.println("AGAIN iteration " + order.iteration());
      }
      return REPLY;
    }
  }
}
