package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Check;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The process that is killed in the middle of a turn of a program that Aidp knows by name. */
final class OneTurn {

  static final String ID = "turn";

  private OneTurn() {}

  /** Takes the repository, the program, the provider, the engine, the target and the check. */
  public static void main(String[] arguments) throws Exception {
    AgentProvider provider =
        Objects.requireNonNull(
            Providers.builtIn().startedAs(arguments[2], arguments[1]).named(arguments[2]));
    AidpOptions options = AidpOptions.defaults().at(arguments[4], null);
    try (Aidp aidp =
        Aidp.open(Path.of(arguments[0]), options, Extensions.none().provider(provider))) {
      var request = WorkLoopRequest.of("Write new.txt.").with(settings(arguments[2], arguments[5]));
      RunView view = aidp.start(request, StartOptions.id(ID).on(arguments[3])).ended().get();
      System.out.println(view);
      System.out.flush();
      Runtime.getRuntime().halt(view.exitCode());
    }
  }

  private static RunSettings settings(String provider, String check) {
    return RunSettings.of(
        Map.of(Role.CODER, new AgentChain(List.of(AgentChoice.provider(provider)))),
        List.of(new Check("whole", check)),
        Limits.defaults());
  }
}
