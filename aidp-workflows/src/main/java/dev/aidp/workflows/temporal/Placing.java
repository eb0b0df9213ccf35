package dev.aidp.workflows.temporal;

import io.temporal.workflow.SignalMethod;

/** How a host tells a run that it holds a place for it. */
public interface Placing {

  /** Says which place is held; one that is not waited for any more is not heard. */
  @SignalMethod(name = Placed.SIGNAL)
  void placed(Placed place);
}
