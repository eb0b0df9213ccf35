package dev.aidp.bench.peers;

import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.common.function.ThrowingBiFunction;
import dev.restate.sdk.Context;
import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.JsonSerdes;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.serde.TypeTag;
import dev.restate.serde.jackson.JacksonSerdeFactory;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service of Restate; the server calls it. */
final class RestatePeer implements Peer {

  private static final String NAME = "Peer";

  private final RestateServer server;
  private final PeerSteps steps;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer service;

  private RestatePeer(RestateServer server, PeerSteps steps) throws Exception {
    this.server = server;
    this.steps = steps;
    ServiceDefinition definition =
        ServiceDefinition.of(
            NAME,
            ServiceType.SERVICE,
            List.of(
                handler("loop", this::loop),
                handler("fanOut", this::fanOut),
                handler("unit", this::unit)));
    service =
        RestateHttpServer.fromEndpoint(
            Endpoint.bind(definition),
            new HttpServerOptions().setHost("127.0.0.1").setPort(server.service()));
    service.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    post(
        "http://127.0.0.1:%d/deployments".formatted(server.admin()),
        "{\"uri\": \"http://127.0.0.1:%d\", \"force\": true}".formatted(server.service()),
        "deployment");
  }

  static Peer at(String target, PeerSteps steps) throws Exception {
    return new RestatePeer(RestateServer.at(target), steps);
  }

  private static HandlerDefinition<String, Integer> handler(
      String name, ThrowingBiFunction<Context, String, Integer> body) {
    return HandlerDefinition.of(
        name,
        HandlerType.SHARED,
        JsonSerdes.STRING,
        JsonSerdes.INT,
        HandlerRunner.of(body, JacksonSerdeFactory.DEFAULT, HandlerRunner.Options.DEFAULT));
  }

  private int loop(Context context, String argument) {
    int iterations = Integer.parseInt(argument.split(",")[0]);
    int millis = Integer.parseInt(argument.split(",")[1]);
    int green = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
      int i = iteration;
      context.run("agent", String.class, () -> steps.agent(i, millis, PeerSteps.REQUEST));
      DurableFuture<Boolean> tests = context.runAsync("tests", Boolean.class, () -> steps.tests(i));
      DurableFuture<Boolean> lint = context.runAsync("lint", Boolean.class, () -> steps.lint(i));
      DurableFuture.all(tests, lint).await();
      green += tests.await() && lint.await() ? 1 : 0;
    }
    return green;
  }

  private int fanOut(Context context, String argument) {
    int units = Integer.parseInt(argument);
    int done = 0;
    Deque<DurableFuture<Integer>> running = new ArrayDeque<>();
    for (int unit = 0; unit < units; unit++) {
      done += running.size() < PARALLEL ? 0 : running.remove().await();
      running.add(
          context.call(
              Request.of(
                      Target.service(NAME, "unit"),
                      TypeTag.of(JsonSerdes.STRING),
                      TypeTag.of(JsonSerdes.INT),
                      Integer.toString(unit))
                  .build()));
    }
    while (!running.isEmpty()) {
      done += running.remove().await();
    }
    return done;
  }

  private int unit(Context context, String argument) {
    int unit = Integer.parseInt(argument);
    for (int number = 0; number < STEPS; number++) {
      int step = number;
      context.run("step", Integer.class, () -> steps.step(unit, step));
    }
    return STEPS;
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) throws Exception {
    return call("loop", id, iterations + "," + agentMillis);
  }

  @Override
  public int fanOut(String id, int units) throws Exception {
    return call("fanOut", id, Integer.toString(units));
  }

  private int call(String handler, String id, String argument) throws Exception {
    String url = "http://127.0.0.1:%d/%s/%s".formatted(server.ingress(), NAME, handler);
    return Integer.parseInt(post(url, "\"" + argument + "\"", id).strip());
  }

  private String post(String url, String json, String id) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .header("idempotency-key", id)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(url + ": " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    var unused = service.close();
  }
}
