package dev.aidp.testkit.junit;

import com.google.common.collect.ImmutableList;
import dev.aidp.Extensions;
import dev.aidp.command.TreeCheck;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.Agent;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workflow.WorkflowDefinition;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says what each test of an {@link AidpExtension} begins with. */
public final class AidpExtensionBuilder {

  private @Nullable TestEngine engine;
  private BiFunction<Extensions, Path, Extensions> extensions = (none, folder) -> none;
  private UnaryOperator<AidpOptions> options = UnaryOperator.identity();
  private Consumer<SampleRepository> repository = made -> {};
  private Consumer<ScriptedAgent> agent = made -> {};
  private @Nullable String uncloned;

  AidpExtensionBuilder() {}

  /**
   * Says where tests are played. If unset, as the system property {@value TestEngine#PROPERTY}
   * says.
   */
  public AidpExtensionBuilder engine(TestEngine engine) {
    this.engine = engine;
    return this;
  }

  /** Adds workflows of the application. */
  public AidpExtensionBuilder workflow(WorkflowDefinition<?>... workflows) {
    return extensions(
        before ->
            before.withWorkflows(
                ImmutableList.<WorkflowDefinition<?>>builder()
                    .addAll(before.workflows())
                    .add(workflows)
                    .build()));
  }

  /** Adds objects that perform activities; all tests share them. */
  public AidpExtensionBuilder activities(Object... performers) {
    return extensions(before -> with(before, performers));
  }

  /** Adds what performs activities, made for each test in its {@link AidpRuntime#folder}. */
  public AidpExtensionBuilder activitiesIn(Function<Path, ?> made) {
    return then((before, folder) -> with(before, made.apply(folder)));
  }

  private static Extensions with(Extensions before, Object... performers) {
    return before.withActivities(
        ImmutableList.builder().addAll(before.activities()).add(performers).build());
  }

  /**
   * Adds an agent that is code of this process, such as a {@link
   * dev.aidp.testkit.agent.CodedAgent}.
   *
   * @param made makes one for each test
   */
  public AidpExtensionBuilder agent(String name, Supplier<? extends Agent> made) {
    return extensions(before -> before.agent(name, made.get()));
  }

  /** Adds a check that is code of this process. */
  public AidpExtensionBuilder check(String name, String version, TreeCheck check) {
    return extensions(before -> before.check(name, version, check));
  }

  /** Changes all that the application adds, anew for each test. */
  public AidpExtensionBuilder extensions(UnaryOperator<Extensions> change) {
    return then((before, folder) -> change.apply(before));
  }

  private AidpExtensionBuilder then(BiFunction<Extensions, Path, Extensions> change) {
    BiFunction<Extensions, Path, Extensions> before = extensions;
    extensions = (none, folder) -> change.apply(before.apply(none, folder), folder);
    return this;
  }

  /** Changes the options that Aidp is opened with, after what the engine needs is in them. */
  public AidpExtensionBuilder options(UnaryOperator<AidpOptions> change) {
    UnaryOperator<AidpOptions> before = options;
    options = usual -> change.apply(before.apply(usual));
    return this;
  }

  /** Makes the repository ready, which has one commit on {@code main}. */
  public AidpExtensionBuilder repository(Consumer<SampleRepository> ready) {
    repository = repository.andThen(ready);
    return this;
  }

  /** Says what the scripted agent does in each test. */
  public AidpExtensionBuilder script(Consumer<ScriptedAgent> rules) {
    agent = agent.andThen(rules);
    return this;
  }

  /** Branches need not be green in a fresh clone, for a reason. */
  public AidpExtensionBuilder uncloned(String reason) {
    uncloned = reason;
    return this;
  }

  /** Returns the extension. */
  public AidpExtension build() {
    return new AidpExtension(
        new AidpSetup(engine, extensions, options, repository, agent, uncloned));
  }
}
