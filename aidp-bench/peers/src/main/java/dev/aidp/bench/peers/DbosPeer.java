package dev.aidp.bench.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.util.ArrayDeque;
import java.util.Deque;

/** DBOS Transact on PostgreSQL; its steps come one after the other. */
final class DbosPeer implements Peer {

  private final DBOS dbos;
  private final Workflows workflows;

  private DbosPeer(DBOS dbos, Workflows workflows) {
    this.dbos = dbos;
    this.workflows = workflows;
  }

  static Peer at(String url, PeerSteps steps) {
    DBOS dbos =
        new DBOS(
            DBOSConfig.defaults("peers")
                .withDatabaseUrl(url)
                .withDbUser("peers")
                .withDbPassword("unused")
                .withAppVersion(
                    "1")); // else what a process with other code left is not gone on with
    Impl impl = new Impl(dbos, steps);
    Workflows workflows = dbos.registerProxy(Workflows.class, impl);
    impl.self = workflows;
    dbos.launch();
    return new DbosPeer(dbos, workflows);
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) {
    return dbos.getWorkflowStatus(id).isPresent()
        ? dbos.<Integer, RuntimeException>retrieveWorkflow(id).getResult()
        : dbos.<Integer, RuntimeException>startWorkflow(
                () -> workflows.loop(iterations, agentMillis), new StartWorkflowOptions(id))
            .getResult();
  }

  @Override
  public int fanOut(String id, int units) {
    return dbos.<Integer, RuntimeException>startWorkflow(
            () -> workflows.fanOut(id, units), new StartWorkflowOptions(id))
        .getResult();
  }

  @Override
  public void close() {
    dbos.close();
  }

  /** The workflows. */
  public interface Workflows {

    /** The work loop. */
    int loop(int iterations, int agentMillis);

    /** The fan-out. */
    int fanOut(String id, int units);

    /** A unit of it. */
    int unit(int unit);
  }

  /** How they are done. */
  public static final class Impl implements Workflows {

    private final DBOS dbos;
    private final PeerSteps steps;

    @SuppressWarnings("NullAway.Init")
    private Workflows self;

    Impl(DBOS dbos, PeerSteps steps) {
      this.dbos = dbos;
      this.steps = steps;
    }

    @Override
    @Workflow(name = "loop")
    public int loop(int iterations, int agentMillis) {
      int green = 0;
      for (int iteration = 0; iteration < iterations; iteration++) {
        int i = iteration;
        dbos.<String, RuntimeException>runStep(
            () -> steps.agent(i, agentMillis, PeerSteps.REQUEST), "agent");
        boolean tests = dbos.<Boolean, RuntimeException>runStep(() -> steps.tests(i), "tests");
        boolean lint = dbos.<Boolean, RuntimeException>runStep(() -> steps.lint(i), "lint");
        green += tests && lint ? 1 : 0;
      }
      return green;
    }

    @Override
    @Workflow(name = "fanOut")
    public int fanOut(String id, int units) {
      int done = 0;
      Deque<WorkflowHandle<Integer, RuntimeException>> running = new ArrayDeque<>();
      for (int unit = 0; unit < units; unit++) {
        int u = unit;
        done += running.size() < PARALLEL ? 0 : running.remove().getResult();
        running.add(dbos.startWorkflow(() -> self.unit(u), new StartWorkflowOptions(id + "/" + u)));
      }
      while (!running.isEmpty()) {
        done += running.remove().getResult();
      }
      return done;
    }

    @Override
    @Workflow(name = "unit")
    public int unit(int unit) {
      for (int number = 0; number < STEPS; number++) {
        int step = number;
        dbos.<Integer, RuntimeException>runStep(() -> steps.step(unit, step), "step");
      }
      return STEPS;
    }
  }
}
