package dev.aidp.testkit.temporal;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.port.WorkflowContextContract;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class WorkflowContextOnDevServerTest extends WorkflowContextContract {

  @TempDir Path state;

  @Override
  protected Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    RunPlace place = new RunPlace("repo", place());
    TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, state), definitions);
    engine.host(activities);
    return engine;
  }
}
