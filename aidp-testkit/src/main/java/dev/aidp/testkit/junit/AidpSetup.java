package dev.aidp.testkit.junit;

import dev.aidp.Extensions;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What each test of an extension begins with.
 *
 * @param engine where it is played, or null: as the suite says
 * @param extensions makes what the application adds, anew for each test, which has this folder
 * @param options makes the options of the usual ones
 * @param repository makes the repository ready, which has one commit
 * @param agent says what the scripted agent does
 * @param uncloned why branches need not be green in a fresh clone, or null: they must
 */
record AidpSetup(
    @Nullable TestEngine engine,
    BiFunction<Extensions, Path, Extensions> extensions,
    UnaryOperator<AidpOptions> options,
    Consumer<SampleRepository> repository,
    Consumer<ScriptedAgent> agent,
    @Nullable String uncloned) {

  static final AidpSetup USUAL =
      new AidpSetup(
          null,
          (none, folder) -> none,
          UnaryOperator.identity(),
          repository -> {},
          agent -> {},
          null);
}
