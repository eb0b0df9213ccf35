package dev.aidp.testkit.junit;

import dev.aidp.Aidp;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test an {@link AidpRuntime} of its own, and what is in it, as parameters; it is made
 * when first asked for and removed after the test. For JUnit Jupiter 5.12 and newer.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final AidpExtension aidp =
 *     AidpExtension.builder().workflow(Nap.definition()).activities(new Bell()).build();
 *
 * @Test
 * void rings_after_two_hours(Aidp aidp) {
 *   TypedHandle<String> run = aidp.start(NapWorkflow.class, "nap", nap -> nap.run("Ann"));
 *
 *   assertThat(run.result().join()).isEqualTo("Ann is awake"); // in milliseconds
 * }
 * }</pre>
 *
 * <p>After a test that has passed, every branch that its runs have published is checked out in a
 * fresh clone, where the checks of its evidence must be green.
 */
public final class AidpExtension implements AfterEachCallback, ParameterResolver {

  private static final Namespace OURS = Namespace.create(AidpExtension.class);
  private static final Set<Class<?>> GIVEN =
      Set.of(
          AidpRuntime.class,
          Aidp.class,
          ScriptedAgent.class,
          SampleRepository.class,
          TestClock.class,
          TestEngine.class);

  private final AidpSetup setup;

  /** Makes what {@link AidpTest} uses: the usual settings, and nothing of an application's own. */
  public AidpExtension() {
    this(AidpSetup.USUAL);
  }

  AidpExtension(AidpSetup setup) {
    this.setup = setup;
  }

  /** Returns what makes one, for a static or an instance field with {@code @RegisterExtension}. */
  public static AidpExtensionBuilder builder() {
    return new AidpExtensionBuilder();
  }

  /** Says where the test of {@code context} is played. */
  static void play(ExtensionContext context, TestEngine engine) {
    context.getStore(OURS).put(TestEngine.class, engine);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.contains(parameter.getParameter().getType())
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return runtime(context).part(parameter.getParameter().getType());
  }

  private AidpRuntime runtime(ExtensionContext context) {
    Store store = context.getStore(OURS);
    AidpRuntime known = store.get(AidpRuntime.class, AidpRuntime.class);
    if (known != null) {
      return known;
    }
    AidpRuntime made = AidpRuntime.open(setup, engine(context, store));
    store.put(AidpRuntime.class, made);
    return made;
  }

  private TestEngine engine(ExtensionContext context, Store store) {
    TestEngine told = store.get(TestEngine.class, TestEngine.class);
    if (told != null) {
      return told;
    }
    return annotated(context)
        .or(() -> Optional.ofNullable(setup.engine()))
        .orElseGet(TestEngine::usual);
  }

  private static Optional<TestEngine> annotated(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), AidpTest.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), AidpTest.class))
        .filter(test -> test.engine().length > 0)
        .map(test -> test.engine()[0]);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    AidpRuntime runtime = context.getStore(OURS).remove(AidpRuntime.class, AidpRuntime.class);
    if (runtime == null) {
      return;
    }
    try (runtime) {
      if (context.getExecutionException().isEmpty()) {
        runtime.demandGreenBranches();
      }
    }
  }
}
