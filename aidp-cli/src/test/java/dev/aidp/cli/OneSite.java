package dev.aidp.cli;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;

/** A repository with its agent, and who starts runs there. */
record OneSite(SampleRepository repository, ScriptedAgent agent, Aidp aidp, String engine)
    implements AutoCloseable {

  /** Sets one up on the service at {@code target}, or natively if that is {@code native}. */
  static OneSite in(Path folder, String target) {
    boolean natively = target.equals("native");
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    AidpOptions options = AidpOptions.defaults().at(natively ? null : target, null);
    Extensions extensions = Extensions.none().agent("one", agent.inProcess("one"));
    Aidp aidp = Aidp.open(repository.top(), options, extensions);
    return new OneSite(repository, agent, aidp, natively ? "native" : "temporal");
  }

  /** Starts it as {@code run}. */
  void start(FeatureRequest request) {
    agent.command(); // the script is there, whoever takes the turns
    aidp.start(request, StartOptions.id("run").on(engine));
  }

  /** Starts it as {@code run} with its agent. */
  void startByCommand(FeatureRequest request) {
    start(request.agentCommand(agent.command()));
  }

  @Override
  public void close() {
    aidp.close();
  }
}
