package dev.aidp.spring;

import com.google.common.base.CaseFormat;
import dev.aidp.Extensions;
import dev.aidp.command.TreeCheck;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentProvider;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.activity.ActivityInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Finds among the beans of an application what it adds to Aidp. */
final class FoundExtensions {

  /** On activities that Temporal's own starter registers on workers of the application. */
  private static final String REGISTERED_ELSEWHERE = "io.temporal.spring.boot.ActivityImpl";

  private final ListableBeanFactory beans;

  FoundExtensions(ListableBeanFactory beans) {
    this.beans = beans;
  }

  Extensions extensions() {
    List<WorkflowDefinition<?>> workflows = new ArrayList<>();
    beans.getBeanProvider(WorkflowDefinition.class).orderedStream().forEach(workflows::add);
    Extensions found =
        Extensions.none()
            .withWorkflows(workflows)
            .withActivities(activities())
            .withProviders(beans.getBeanProvider(AgentProvider.class).orderedStream().toList());
    for (Map.Entry<String, Agent> agent : beans.getBeansOfType(Agent.class).entrySet()) {
      found = found.agent(name(agent.getKey()), agent.getValue());
    }
    for (Map.Entry<String, TreeCheck> check : beans.getBeansOfType(TreeCheck.class).entrySet()) {
      String[] parts = check.getKey().split("@", 2);
      found = found.check(name(parts[0]), parts.length < 2 ? "1" : parts[1], check.getValue());
    }
    return found;
  }

  /** Activities have no type in common. */
  private List<Object> activities() {
    List<Object> found = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
      Class<?> type = beans.getType(name, false);
      if (type != null && isActivity(type)) {
        found.add(beans.getBean(name));
      }
    }
    return found;
  }

  private static boolean isActivity(Class<?> type) {
    return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
            .anyMatch(each -> AnnotatedElementUtils.hasAnnotation(each, ActivityInterface.class))
        && !AnnotatedElementUtils.isAnnotated(type, REGISTERED_ELSEWHERE);
  }

  /** A bean is {@code chatAgent} where runs say {@code chat-agent}. */
  private static String name(String bean) {
    return CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_HYPHEN, bean);
  }
}
