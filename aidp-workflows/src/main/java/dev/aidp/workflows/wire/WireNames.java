package dev.aidp.workflows.wire;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.common.metadata.POJOActivityImplMetadata;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names on the wire, read from Temporal's annotations, by Temporal's rules where they give
 * none; every engine uses the same.
 */
public final class WireNames {

  private static final ClassValue<POJOActivityInterfaceMetadata> ACTIVITIES =
      new ClassValue<>() {
        @Override
        protected POJOActivityInterfaceMetadata computeValue(Class<?> type) {
          return POJOActivityInterfaceMetadata.newInstance(type);
        }
      };

  private WireNames() {}

  /** Returns the type name of a workflow interface. */
  public static String workflowType(Class<?> workflow) {
    String name = workflowMethod(workflow).getAnnotation(WorkflowMethod.class).name();
    return given(name, workflow.getSimpleName());
  }

  /** Returns the interface with this type name, if one of {@code definitions} has it. */
  public static Optional<Class<?>> workflow(List<WorkflowDefinition<?>> definitions, String type) {
    return definitions.stream()
        .<Class<?>>map(WorkflowDefinition::type)
        .filter(each -> workflowType(each).equals(type))
        .findFirst();
  }

  /** Returns the one method of {@code workflow} that runs it. */
  public static Method workflowMethod(Class<?> workflow) {
    return only(
        workflow, m -> m.isAnnotationPresent(WorkflowMethod.class), "method with @WorkflowMethod");
  }

  /** Returns the method that receives the signal {@code name}. */
  public static Method signalMethod(Class<?> workflow, String name) {
    return only(
        workflow,
        m -> m.isAnnotationPresent(SignalMethod.class) && signal(m).equals(name),
        "method with @SignalMethod(name = \"" + name + "\")");
  }

  /** Returns whether {@code workflow} has a method that receives the signal {@code name}. */
  public static boolean hears(Class<?> workflow, String name) {
    return Arrays.stream(workflow.getMethods())
        .anyMatch(m -> m.isAnnotationPresent(SignalMethod.class) && signal(m).equals(name));
  }

  /** Returns the name of a signal method. */
  public static String signal(Method method) {
    return given(annotated(method, SignalMethod.class, "signal").name(), method.getName());
  }

  /** Returns the method that answers the query {@code name}. */
  public static Method queryMethod(Class<?> workflow, String name) {
    return named(workflow, QueryMethod.class, WireNames::query, "query", name);
  }

  /** Returns the name of a query method. */
  public static String query(Method method) {
    return given(annotated(method, QueryMethod.class, "query").name(), method.getName());
  }

  /** Returns the method that performs the update {@code name}. */
  public static Method updateMethod(Class<?> workflow, String name) {
    return named(workflow, UpdateMethod.class, WireNames::update, "update", name);
  }

  /** Returns the name of an update method. */
  public static String update(Method method) {
    return given(annotated(method, UpdateMethod.class, "update").name(), method.getName());
  }

  /** Returns the method that may refuse the update {@code name}, if there is one. */
  public static Optional<Method> updateValidator(Class<?> workflow, String name) {
    return Arrays.stream(workflow.getMethods())
        .filter(
            method -> {
              UpdateValidatorMethod validator = method.getAnnotation(UpdateValidatorMethod.class);
              return validator != null && validator.updateName().equals(name);
            })
        .findFirst();
  }

  private static Method named(
      Class<?> workflow,
      Class<? extends Annotation> annotation,
      Function<Method, String> nameOf,
      String what,
      String name) {
    List<Method> all =
        Arrays.stream(workflow.getMethods())
            .filter(method -> method.isAnnotationPresent(annotation))
            .sorted(Comparator.comparing(nameOf))
            .toList();
    return all.stream()
        .filter(method -> nameOf.apply(method).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no %s '%s', but: %s"
                        .formatted(
                            workflowType(workflow),
                            what,
                            name,
                            all.stream().map(nameOf).collect(joining(", ")))));
  }

  private static <A extends Annotation> A annotated(
      Method method, Class<A> annotation, String what) {
    @Nullable A found = method.getAnnotation(annotation);
    if (found == null) {
      String why =
          method.isAnnotationPresent(UpdateMethod.class)
              ? " is an update: a workflow sends none to another run, only whoever is outside does"
              : " has no @" + annotation.getSimpleName();
      throw new IllegalStateException(
          "A %s is expected here, but %s of %s%s."
              .formatted(what, method.getName(), method.getDeclaringClass().getSimpleName(), why));
    }
    return found;
  }

  /** Returns the type name of the activity that {@code method} of {@code activities} calls. */
  public static String activity(Class<?> activities, Method method) {
    return ACTIVITIES.get(activities).getMethodMetadata(method).getActivityTypeName();
  }

  /**
   * Returns the activities that {@code performer} performs, by their type names.
   *
   * @throws IllegalArgumentException if it performs none
   */
  public static ImmutableMap<String, Method> activities(Object performer) {
    ImmutableMap.Builder<String, Method> all = ImmutableMap.builder();
    POJOActivityImplMetadata.newInstance(performer.getClass())
        .getActivityMethods()
        .forEach(each -> all.put(each.getActivityTypeName(), each.getMethod()));
    return all.buildOrThrow();
  }

  private static Method only(Class<?> workflow, Predicate<Method> wanted, String what) {
    return Arrays.stream(workflow.getMethods())
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(workflow.getName() + " has no " + what));
  }

  private static String given(String name, String otherwise) {
    return name.isEmpty() ? otherwise : name;
  }
}
