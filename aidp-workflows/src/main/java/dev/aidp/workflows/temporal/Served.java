package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.MapMaker;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What performs the steps of one repository in this process. Where a process serves several on the
 * same queues, its workers are handed each other's steps, and have them performed by the one whose
 * they are.
 *
 * @param repository whose runs it serves
 * @param places the places that it holds
 * @param watch sees its steps
 * @param transport how what its steps need and name travels
 * @param activities what performs them, by type
 */
public record Served(
    String repository,
    HostPlaces places,
    StepWatch watch,
    StepTransport transport,
    ImmutableMap<String, Bound> activities) {

  /** Returns what {@code implementations} perform. */
  public static ImmutableMap<String, Bound> bound(List<?> implementations) {
    ImmutableMap.Builder<String, Bound> bound = ImmutableMap.builder();
    for (Object one : implementations) {
      WireNames.activities(one).forEach((type, method) -> bound.put(type, new Bound(one, method)));
    }
    return bound.buildOrThrow();
  }

  /** A method that performs an activity. */
  public record Bound(Object implementation, Method method) {

    private ActivityOutput call(ActivityInput input) {
      try {
        return new ActivityOutput(method.invoke(implementation, input.getArguments()));
      } catch (InvocationTargetException e) {
        throw Activity.wrap(e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Performs an activity of its repository; one that it does not know is as for any other. */
  ActivityOutput perform(
      String type, ActivityInput input, Function<ActivityInput, ActivityOutput> usual) {
    Bound bound = activities.get(type);
    return bound == null ? usual.apply(input) : bound.call(input);
  }

  /** Returns who sees a step that the worker of {@code handing} has been handed. */
  StepWatch watchFor(StepWatch handing) {
    return new StepWatch() {
      @Override
      public void began(ActivityExecutionContext step) {
        handing.began(step);
        watch.began(step);
      }

      @Override
      public void ended(ActivityExecutionContext step) {
        watch.ended(step);
        handing.ended(step);
      }

      @Override
      public boolean unusable(UnusableException why) {
        return watch.unusable(why);
      }

      @Override
      public boolean released() {
        return watch.released() || handing.released();
      }
    };
  }

  /** Those of this process that take steps from the same queues of one service. */
  public static final class Together {

    private static final Map<Object, Together> ALL = new MapMaker().weakValues().makeMap();

    private final Set<Served> served = ConcurrentHashMap.newKeySet();

    /** Returns those on {@code queues}, which names queues and their service. */
    public static Together on(Object queues) {
      return ALL.computeIfAbsent(queues, one -> new Together());
    }

    /** Lets the others hand over what is of {@code one}. */
    public void enter(Served one) {
      served.add(one);
    }

    /** The others hand over nothing more to {@code one}. */
    public void leave(Served one) {
      served.remove(one);
    }

    /** Returns who serves {@code repository}. */
    public Optional<Served> of(String repository) {
      return served.stream().filter(one -> one.repository().equals(repository)).findAny();
    }
  }
}
