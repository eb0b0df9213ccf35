package dev.aidp.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.HandlerUnfinishedPolicy;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floor plan that is true: which room may know which. */
class ArchitectureTest {

  private static final List<Class<? extends Annotation>> ON_THE_WIRE =
      List.of(
          ActivityMethod.class,
          WorkflowMethod.class,
          SignalMethod.class,
          QueryMethod.class,
          UpdateMethod.class);

  private static JavaClasses aidp;

  @BeforeAll
  static void read_all_main_classes() {
    aidp =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.aidp");
  }

  @Test
  void packages_are_free_of_cycles() {
    check(slices().matching("dev.aidp.(**)").should().beFreeOfCycles());
  }

  @Test
  void the_facade_is_above_all_that_it_is_made_of() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.aidp.runtime..", "dev.aidp.options..", "dev.aidp.temporal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.aidp"));
  }

  @Test
  void the_api_knows_of_temporal_only_its_interface_annotations() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.aidp.workflow..",
                "dev.aidp.activity..",
                "dev.aidp.failure..",
                "dev.aidp.run..",
                "dev.aidp.plan..",
                "dev.aidp.analysis..",
                "dev.aidp.agent..",
                "dev.aidp.command..",
                "dev.aidp.git..",
                "dev.aidp.artifact..",
                "dev.aidp.workloop..",
                "dev.aidp.feature..",
                "dev.aidp.merge..",
                "dev.aidp.evidence..",
                "dev.aidp.provider..",
                "dev.aidp.request..",
                "dev.aidp.text..")
            .should()
            .dependOnClassesThat(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "are Temporal's, besides the annotations of interfaces and their members",
                    type ->
                        type.getPackageName().startsWith("io.temporal")
                            && !type.isAnnotation()
                            && !type.isEquivalentTo(HandlerUnfinishedPolicy.class)))
            .because("an activity or a workflow of a user must not be tied to one engine"));
  }

  @Test
  void activities_know_neither_temporal_nor_workflows() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.aidp.activities..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.temporal..", "dev.aidp.workflows..", "dev.aidp.runtime..")
            .because("they run on every engine"));
  }

  @Test
  void workflows_do_not_know_activity_implementations() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.aidp.workflows..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.aidp.activities..", "dev.aidp.runtime..")
            .because("what leaves a workflow is a step"));
  }

  @Test
  void decisions_do_not_know_temporal() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.aidp.workflows..")
            .and()
            .resideOutsideOfPackages("dev.aidp.workflows.temporal..", "dev.aidp.workflows.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..")
            .because("a decision must be testable, and replayable, without a server"));
  }

  @Test
  void workflows_use_no_clock_no_chance_no_threads_and_no_io() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.aidp.workflows..")
            .and()
            .resideOutsideOfPackages("dev.aidp.workflows.temporal..", "dev.aidp.workflows.wire..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("the program runs again after a crash and must come out the same"));
  }

  @Test
  void what_is_on_the_wire_has_a_name_of_its_own() throws ReflectiveOperationException {
    List<String> unnamed = new ArrayList<>();
    for (JavaClass type : aidp) {
      if (type.isInterface() && !type.getName().contains("NamingContract$Unnamed")) {
        for (Method method : type.reflect().getDeclaredMethods()) {
          if (onTheWire(method) && !named(method)) {
            unnamed.add(method.toString());
          }
        }
      }
    }

    assertThat(unnamed).as("renaming it would break running workflows").isEmpty();
  }

  private static boolean onTheWire(Method method) {
    return method.getDeclaringClass().isAnnotationPresent(ActivityInterface.class)
            && Modifier.isAbstract(method.getModifiers())
        || ON_THE_WIRE.stream().anyMatch(method::isAnnotationPresent);
  }

  private static boolean named(Method method) throws ReflectiveOperationException {
    for (Annotation annotation : method.getAnnotations()) {
      if (ON_THE_WIRE.contains(annotation.annotationType())) {
        return !annotation.annotationType().getMethod("name").invoke(annotation).equals("");
      }
    }
    return false;
  }

  @Test
  void nothing_is_called_helper_manager_or_util() {
    check(
        classes()
            .should()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .because("a name says what the thing is"));
  }

  private static void check(ArchRule rule) {
    rule.check(aidp);
  }
}
