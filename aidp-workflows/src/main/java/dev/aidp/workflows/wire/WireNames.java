package dev.aidp.workflows.wire;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.common.metadata.POJOActivityImplMetadata;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

  /** Returns the name of a signal method. */
  public static String signal(Method method) {
    return given(method.getAnnotation(SignalMethod.class).name(), method.getName());
  }

  /** Returns the method that answers the query {@code name}. */
  public static Method queryMethod(Class<?> workflow, String name) {
    List<Method> queries =
        Arrays.stream(workflow.getMethods())
            .filter(method -> method.isAnnotationPresent(QueryMethod.class))
            .sorted(Comparator.comparing(WireNames::query))
            .toList();
    return queries.stream()
        .filter(method -> query(method).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no query '%s', but: %s"
                        .formatted(
                            workflowType(workflow),
                            name,
                            queries.stream().map(WireNames::query).collect(joining(", ")))));
  }

  /** Returns the name of a query method. */
  public static String query(Method method) {
    return given(method.getAnnotation(QueryMethod.class).name(), method.getName());
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
