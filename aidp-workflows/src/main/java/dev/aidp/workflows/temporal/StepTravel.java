package dev.aidp.workflows.temporal;

import com.google.common.base.Joiner;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflows.temporal.StepTransport.Carried;
import dev.aidp.workflows.wire.Wire;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step on its way: what it needs comes here before it, what it names is away after it. */
final class StepTravel {

  private final StepTransport transport;
  private final Carried step;
  private final String name;
  private boolean lost;

  /** Makes the way of the step {@code key} of the workflow run {@code run}. */
  StepTravel(StepTransport transport, String key, StepHeader.Place place, String run) {
    int end = key.lastIndexOf(':');
    this.transport = transport;
    this.step =
        new Carried(
            key.substring(0, Math.max(0, end)),
            key.substring(end + 1),
            place.group(),
            place.epoch());
    this.name = run + " " + key;
  }

  /** Performs a step. */
  interface Body {
    ActivityOutput perform(ActivityInput input);
  }

  ActivityOutput during(ActivityInput input, ActivityStep performed, Body body) {
    if (transport == StepTransport.NONE) {
      return body.perform(input);
    }
    String arguments = json(input.getArguments());
    moved(() -> transport.before(step, arguments));
    try {
      ActivityOutput output = body.perform(input);
      moved(
          () ->
              transport.after(step, arguments + "\n" + json(output.getResult()), performed.log()));
      return output;
    } catch (RuntimeException e) {
      if (!lost && Failures.telling(e) instanceof AidpException failure && recorded(failure)) {
        moved(
            () ->
                transport.after(
                    step, arguments + "\n" + Wire.json(failure.failure()), performed.log()));
      }
      throw e;
    }
  }

  /** Takes a part of its outcome away. */
  void keep(String part) {
    moved(() -> transport.keep(step, name, part));
  }

  /** Returns what an earlier start has kept, with what it names; {@code here} is what is known. */
  Optional<String> kept(Optional<String> here) {
    Optional<String> kept = here.or(() -> transport.kept(step, name));
    kept.ifPresent(part -> moved(() -> transport.before(step, part)));
    return kept;
  }

  private static boolean recorded(AidpException failure) {
    return !(failure instanceof UnusableException || failure instanceof StepCancelledException);
  }

  /** Returns whether its place was given to another host: it is nothing of this one any more. */
  boolean lost() {
    return lost;
  }

  private void moved(Runnable move) {
    try {
      move.run();
    } catch (StepCancelledException e) {
      lost = true;
      throw e;
    }
  }

  private static String json(@Nullable Object... values) {
    List<String> all = new ArrayList<>();
    for (Object value : values) {
      all.add(json(value));
    }
    return Joiner.on('\n').join(all);
  }

  /** What somebody else's value says is found in whatever form it has. */
  private static String json(@Nullable Object value) {
    try {
      return Wire.json(value);
    } catch (RuntimeException e) {
      return String.valueOf(value);
    }
  }
}
