package dev.aidp.workflows.wire;

import static java.util.stream.Collectors.joining;

import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The names on the wire, read from Temporal's annotations; every engine uses the same. */
public final class WireNames {

  private WireNames() {}

  /** Returns the type name of a workflow interface. */
  public static String workflowType(Class<?> workflow) {
    return required(workflowMethod(workflow).getAnnotation(WorkflowMethod.class).name(), workflow);
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
        workflow,
        m -> m.isAnnotationPresent(WorkflowMethod.class),
        "method with @WorkflowMethod(name = …)");
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
    return required(method.getAnnotation(SignalMethod.class).name(), method);
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
    return required(method.getAnnotation(QueryMethod.class).name(), method);
  }

  /** Returns the type name of an activity method. */
  public static String activity(Method method) {
    String prefix = method.getDeclaringClass().getAnnotation(ActivityInterface.class).namePrefix();
    return prefix + required(method.getAnnotation(ActivityMethod.class).name(), method);
  }

  private static Method only(Class<?> workflow, Predicate<Method> wanted, String what) {
    return Arrays.stream(workflow.getMethods())
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(workflow.getName() + " has no " + what));
  }

  private static String required(String name, Object where) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          where + " has no explicit wire name; renaming it would break running workflows");
    }
    return name;
  }
}
