package dev.aidp.workflows.temporal;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** What a worker is registered for so that it performs lambdas. */
@ActivityInterface
public interface LambdaActivity {

  /** Its name on the wire. */
  String NAME = "AidpLambda";

  /** Performs the lambda of {@code ticket}. */
  @ActivityMethod(name = NAME)
  @Nullable Object perform(long ticket) throws Exception;
}
