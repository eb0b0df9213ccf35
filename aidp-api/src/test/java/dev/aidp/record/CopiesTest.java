package dev.aidp.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy of a record is what the record was, but for what the copying method is named for. */
class CopiesTest {

  /** Enough that a value that happens to be the same once is another one once. */
  private static final int TRIES = 20;

  /** What a method changes that is not named after it; a dot leads into a component. */
  private static final Map<String, String> CHANGES =
      """
      AgentReply.in(String): session
      AgentReply.using(Usage): usage
      AgentReply.with(Failure): failure
      Bounds.guarded(DiffGuards): guards
      Bounds.unguarded(): guards
      Bounds.within(Duration): timeout
      Budget.with(Budget): run unit turn
      Cap.with(Cap): microUsd tokens
      Check.named(String): name
      CheckReport.guarded(GuardFindings): guards
      CheckResult.of(Check): name details
      Conflict.alsoWith(Conflict): with sides
      EarlierResult.at(String,String,List): commit base needs
      EvidencePart.and(EvidencePart): turns joined conflicts leftOut checks
      Finding.in(boolean): untouched
      FeatureRequest.from(String): base
      FeatureRequest.into(String): branch
      FeatureRequest.plan(Plan): plan
      FeatureRequest.plan(PlanSource): plan
      MergeRequest.from(String): base
      WorkLoopRequest.from(String): base
      WorkLoopRequest.into(String): branch
      FeatureWork.again(int,FeatureState,List): generation from
      FeatureWork.back(int,FeatureState,List,Back): generation from
      FeatureWork.undoing(int,FeatureState,List,List): generation from
      FeatureWork.midway(FeatureState,Midway): from
      GuardUpdate.called(String): id
      Instruction.called(String): id
      Instruction.forUnit(String): unit
      InstructionReceipt.consumed(String,int,int): end unit attempt iteration why
      InstructionReceipt.givenTo(String): unit
      InstructionReceipt.rejected(String): end attempt iteration why
      InstructionReceipt.superseded(String): end attempt iteration why
      IterationResult.checked(CheckReport,CheckReport,Failure): checks clean failure
      KnownConflicts.plus(List,List): resolutions clashed
      Limits.with(Tuning): maxParallel runTimeout
      LoopMetrics.checked(int,int): checks failedChecks
      LoopMetrics.moved(LoopPhase,LoopPhase): transitions
      LoopMetrics.turned(boolean,Usage): turns failedTurns usage
      MergeWork.again(int,String): generation into.replaces known.clashed known.from known.reworks
      MergeWork.holding(): into.held
      MergeResult.withoutBranch(RunState,Failure): state commit error
      Order.in(Session): session
      PlanGraph.begunAs(PlanGraph,Collection): onto
      PlanGraph.begunOnto(String,List): onto
      PlanGraph.madeBy(List): turns
      Retries.with(FailureKind,int): retriesAfter
      Retry.growing(double,Duration): backoff longest
      Retry.not(FailureKind[]): nonRetryable
      Retry.pausing(Duration): first
      Step.heartbeat(Duration): heartbeat
      Step.lambda(): kind weight
      Step.named(String): name
      Step.on(Weight): weight
      Step.once(): retry
      Step.retry(Retry): retry
      Step.timeout(Duration): timeout
      TurnFindings.and(TurnFindings): faults warnings
      TurnResult.finding(TurnFindings): findings
      UnitClaim.of(String): report.head.commit report.head.reusedFrom
      UnitReport.at(String): head.commit head.reusedFrom
      UnitReport.ended(UnitState,Failure,Instant): state times error
      UnitReport.reused(String,String): state head.commit head.reusedFrom
      UnitReport.startedBefore(int,Usage): tries.attempts tries.maxAttempts usage
      UnitReport.warned(String): warnings
      UnitTimes.since(Instant): startedAt
      UnitTimes.until(Instant): finishedAt
      UnitWork.from(LoopCheckpoint): before.from
      UnitWork.inGeneration(int,int,Usage,List): generation before.starts before.used before.tasks
      UnitWork.redBefore(List): before.red
      UnitWork.replacing(String): into.replaces
      Usage.minus(Usage): *
      Usage.plus(Usage): *
      Verification.and(List): findings
      Verification.demandedOfMerge(): findings
      """
          .lines()
          .map(line -> line.split(": "))
          .collect(Collectors.toMap(line -> line[0], line -> line[1]));

  static Stream<Method> copies() {
    return AnyRecord.types().stream().flatMap(CopiesTest::copies);
  }

  private static Stream<Method> copies(Class<?> type) {
    Set<String> components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getReturnType() == type)
        .filter(method -> !Arrays.asList(method.getParameterTypes()).contains(Consumer.class))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() > 0 || !components.contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("copies")
  void changes_what_it_is_named_for_and_nothing_else(Method copy) throws Exception {
    Set<String> changed = new LinkedHashSet<>();
    for (int seed = 0; seed < TRIES; seed++) {
      AnyRecord any = new AnyRecord(seed);
      Object before = any.record(copy.getReturnType());
      Object[] given = Arrays.stream(copy.getGenericParameterTypes()).map(any::of).toArray();

      changed.addAll(differences("", before, copy.invoke(before, given)));
    }

    List<String> named = named(copy);
    assertThat(changed).allMatch(path -> named.stream().anyMatch(name -> within(path, name)));
    assertThat(named).allMatch(name -> changed.stream().anyMatch(path -> within(path, name)));
  }

  private static List<String> named(Method copy) {
    String parameters =
        Arrays.stream(copy.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(","));
    String name =
        "%s.%s(%s)".formatted(copy.getReturnType().getSimpleName(), copy.getName(), parameters);
    boolean says = copy.getName().matches("with[A-Z].*") && !CHANGES.containsKey(name);
    assertThat(says || CHANGES.containsKey(name)).as("say here what %s changes", name).isTrue();
    return says ? List.of(saidBy(copy)) : List.of(CHANGES.get(name).split(" "));
  }

  /** {@code withMaxIterations} is named for {@code maxIterations}, wherever that is. */
  private static String saidBy(Method copy) {
    String said = copy.getName().substring("with".length());
    return said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
  }

  private static boolean within(String path, String name) {
    return name.equals("*") || ("." + path + ".").contains("." + name + ".");
  }

  /** Returns the paths of the components that differ. */
  private static List<String> differences(String path, Object before, Object after) {
    if (before.equals(after)) {
      return List.of();
    }
    if (after == null || !before.getClass().isRecord() || after.getClass() != before.getClass()) {
      return List.of(path);
    }
    return Arrays.stream(before.getClass().getRecordComponents())
        .flatMap(
            one ->
                differences(
                    path.isEmpty() ? one.getName() : path + "." + one.getName(),
                    value(one, before),
                    value(one, after))
                    .stream())
        .toList();
  }

  private static Object value(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
