package dev.aidp.bench.peers;

import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.FileSystemSaver;
import org.bsc.langgraph4j.serializer.std.ObjectStreamStateSerializer;
import org.bsc.langgraph4j.state.AgentState;

/** A graph of LangGraph4j whose checkpoints are files; a node for each step. */
final class LangGraphPeer implements Peer {

  private static final int ENDLESS = 1_000_000;
  private static final String AGENT = "agent";

  private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
  private final PeerSteps steps;
  private final CompiledGraph<AgentState> loop;
  private final CompiledGraph<AgentState> unit;

  private LangGraphPeer(Path folder, PeerSteps steps) throws GraphStateException {
    this.steps = steps;
    loop = compiled(loopGraph(), folder.resolve("loop"));
    unit = compiled(unitGraph(), folder.resolve("units"));
  }

  static Peer in(Path folder, PeerSteps steps) throws GraphStateException {
    return new LangGraphPeer(folder, steps);
  }

  private static CompiledGraph<AgentState> compiled(StateGraph<AgentState> graph, Path folder)
      throws GraphStateException {
    return graph.compile(
        CompileConfig.builder()
            .checkpointSaver(
                new FileSystemSaver(folder, new ObjectStreamStateSerializer<>(AgentState::new)))
            .recursionLimit(ENDLESS)
            .build());
  }

  private StateGraph<AgentState> loopGraph() throws GraphStateException {
    return new StateGraph<>(AgentState::new)
        .addNode(
            AGENT,
            node_async(
                state ->
                    Map.of(
                        "reply",
                        steps.agent(
                            number(state, "iteration"),
                            number(state, "millis"),
                            PeerSteps.REQUEST))))
        .addNode("tests", node_async(state -> Map.of("t", steps.tests(number(state, "iteration")))))
        .addNode("lint", node_async(state -> Map.of("l", steps.lint(number(state, "iteration")))))
        .addNode("decide", node_async(LangGraphPeer::decided))
        .addEdge(StateGraph.START, AGENT)
        .addEdge(AGENT, "tests")
        .addEdge(AGENT, "lint")
        .addEdge("tests", "decide")
        .addEdge("lint", "decide")
        .addConditionalEdges(
            "decide",
            edge_async(
                state ->
                    number(state, "iteration") < number(state, "iterations") ? "again" : "over"),
            Map.of("again", AGENT, "over", StateGraph.END));
  }

  private static Map<String, Object> decided(AgentState state) {
    boolean green = state.value("t", false) && state.value("l", false);
    return Map.of(
        "iteration",
        number(state, "iteration") + 1,
        "green",
        number(state, "green") + (green ? 1 : 0));
  }

  private static int number(AgentState state, String name) {
    return state.value(name, 0);
  }

  private StateGraph<AgentState> unitGraph() throws GraphStateException {
    StateGraph<AgentState> graph = new StateGraph<>(AgentState::new);
    String before = StateGraph.START;
    for (int number = 0; number < STEPS; number++) {
      int step = number;
      String name = "step" + number;
      graph.addNode(
          name, node_async(state -> Map.of("last", steps.step(number(state, "unit"), step))));
      graph.addEdge(before, name);
      before = name;
    }
    return graph.addEdge(before, StateGraph.END);
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) {
    RunnableConfig config = RunnableConfig.builder().threadId(id).build();
    GraphInput input =
        loop.lastStateOf(config).isPresent()
            ? GraphInput.resume()
            : GraphInput.args(
                Map.of("iteration", 0, "iterations", iterations, "millis", agentMillis));
    return number(loop.invoke(input, config).orElseThrow(), "green");
  }

  @Override
  public int fanOut(String id, int units) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < units; i++) {
      RunnableConfig config = RunnableConfig.builder().threadId(id + "-" + i).build();
      Map<String, Object> input = Map.of("unit", i);
      all.add(threads.submit(() -> unit.invoke(input, config)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    return units * STEPS;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
