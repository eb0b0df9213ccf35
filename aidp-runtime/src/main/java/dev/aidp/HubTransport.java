package dev.aidp;

import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.hub.HubStep;
import dev.aidp.workflows.temporal.StepTransport;

/** What steps need and name travels by a hub. */
record HubTransport(Hub hub) implements StepTransport {

  @Override
  public void before(Carried step, String arguments) {
    hub.fetch(at(step), arguments);
  }

  @Override
  public void after(Carried step, String named) {
    hub.publish(at(step), named);
  }

  private static HubStep at(Carried step) {
    return new HubStep(step.run(), step.key(), step.group(), step.epoch());
  }
}
