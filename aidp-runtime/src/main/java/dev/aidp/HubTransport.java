package dev.aidp;

import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.hub.HubStep;
import dev.aidp.workflows.temporal.StepTransport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What steps need and name travels by a hub. */
record HubTransport(Hub hub) implements StepTransport {

  @Override
  public void before(Carried step, String arguments) {
    hub.fetch(at(step), arguments);
  }

  @Override
  public void after(Carried step, String named, @Nullable Path log) {
    hub.publish(at(step), named, log);
  }

  @Override
  public void keep(Carried step, String name, String part) {
    hub.keep(at(step), name, part);
  }

  @Override
  public Optional<String> kept(Carried step, String name) {
    return hub.kept(at(step), name);
  }

  private static HubStep at(Carried step) {
    return new HubStep(step.run(), step.key(), step.group(), step.epoch());
  }
}
