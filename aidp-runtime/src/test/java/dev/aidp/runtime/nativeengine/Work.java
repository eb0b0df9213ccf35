package dev.aidp.runtime.nativeengine;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** An activity whose behaviour each test gives. */
@ActivityInterface
public interface Work {
  @ActivityMethod(name = "work_act")
  String act(String input);

  @ActivityMethod(name = "work_nothing")
  void nothing();
}
