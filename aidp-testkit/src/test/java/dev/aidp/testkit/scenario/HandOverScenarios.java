package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** What units hand to each other, and the schemas that it is held against. */
final class HandOverScenarios {

  private HandOverScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(sharedSchema(), unexpected(), lost());
  }

  /** Each that breaks it is told so, and where, in its next prompt. */
  private static Scenario sharedSchema() {
    String named = "grep -q 'The output sample breaks api/order: /id: type: ' \"$prompt\"";
    return Scenario.of(
            "a schema that is an input of two units",
            Setting.plan(
                """
                units:
                  - {id: api, task: Say what an order is., outputs: [order]}
                  - {id: server, task: Serve., outputs: [{name: sample, schema: api/order}]}
                  - id: client
                    task: Read.
                    inputs: [api/order]
                    outputs: [{name: wanted.yaml, schema: docs/wanted.schema.json}]
                """),
            agent ->
                agent
                    .coder(
                        "api", 1, Act.writes("api.txt", "api\n").leaving("order", "{\"type\": 1}"))
                    .coder(
                        "api",
                        Act.writes("api.txt", "api\n")
                            .shell("grep -q 'use as a JSON Schema, is none: /type: ' \"$prompt\"")
                            .leaving(
                                "order",
                                "{\"required\": [\"id\"], \"properties\": {\"id\": {\"type\": \"integer\"}}}"))
                    .coder(
                        "server",
                        1,
                        Act.writes("server.txt", "no\n").leaving("sample", "{\"id\": \"one\"}"))
                    .coder(
                        "server",
                        Act.writes("server.txt", "yes\n")
                            .shell(named)
                            .shell("grep -q 'sample.*JSON Schema.*/in/api/order' \"$prompt\"")
                            .leaving("sample", "{\"id\": 1}"))
                    .coder(
                        "client",
                        Act.writes("client.txt", "yes\n").leaving("wanted.yaml", "- id\n")),
            """
            completed, exit 0
            api merged, attempt 1, iteration 2
            server merged, attempt 1, iteration 2
            client merged, attempt 1, iteration 1
            joined: api, server, client
            api.txt: api
            client.txt: yes
            server.txt: yes
            coder/api/1/1
            coder/api/1/2
            coder/client/1/1
            coder/server/1/1
            coder/server/1/2
            """)
        .in(
            repository ->
                repository
                    .write("docs/wanted.schema.json", "{\"type\": \"array\"}\n")
                    .commitAll("What is wanted"));
  }

  /** It is told before its agent is asked anything. */
  private static Scenario unexpected() {
    return Scenario.of(
        "an input that its unit does not expect",
        Setting.plan(
            """
            units:
              - {id: model, task: Leave rows., outputs: [rows]}
              - id: writer
                task: Write them.
                inputs: [{name: model/rows, schema: {minItems: 1}}]
                required: false
            """),
        agent -> agent.coder("model", Act.writes("model.txt", "model\n").leaving("rows", "[]")),
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        writer skipped, attempt 0, iteration 0
        joined: model
        model.txt: model
        coder/model/1/1
        """);
  }

  private static Scenario lost() {
    return Scenario.of(
        "an input that is gone",
        Setting.plan(
            """
            units:
              - {id: model, task: Leave rows., outputs: [rows]}
              - id: lose
                kind: command
                inputs: [model/rows]
                run: |
                  file=$(sha256sum < "$AIDP_ARTIFACTS/in/model/rows" | cut -c3-64)
                  find "${AIDP_ARTIFACTS%/io/*}/artifacts" -name "*$file" -exec rm -f {} +
              - {id: writer, task: Write them., inputs: [model/rows], depends_on: [lose], required: false}
            """),
        agent ->
            agent.coder("model", Act.writes("model.txt", "model\n").leaving("rows", "the rows\n")),
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        lose merged, attempt 1, iteration 1
        writer skipped, attempt 0, iteration 0
        joined: model, lose
        model.txt: model
        coder/model/1/1
        """);
  }
}
