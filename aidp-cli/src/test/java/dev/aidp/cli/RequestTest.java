package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.schema.DocumentSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request as a document: what docs/ shows is valid and runs. */
class RequestTest {

  private static final Path DOCS = Path.of("..", "docs").toAbsolutePath();

  private static final String PREPARED =
      """
      repository r; cd r
      printf '#!/bin/sh\\necho made >> $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE\\n' > agent
      printf '#!/bin/sh\\nls *.txt\\n' > check
      chmod +x agent check; git add -A
      git -c user.name=Ada -c user.email=a@x commit -qm tools
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"feature", "loop", "merge"})
  void what_the_documentation_shows_is_valid(String kind) throws IOException {
    assertThat(findings(Files.readString(DOCS.resolve("requests/" + kind + ".json")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"text\": \"x\", \"chekcs\": {}}",
        "{\"text\": \"x\", \"limits\": {\"max_paralel\": 1}}",
        "{\"text\": \"x\", \"agents\": {\"boss\": \"claude\"}}",
        "{\"text\": \"x\", \"merge\": {\"strategy\": \"octopus\"}}",
        "{\"branches\": [\"a\"]}"
      })
  void what_is_refused_is_not_valid(String request) throws IOException {
    assertThat(findings(request)).isNotEmpty();
  }

  private static List<String> findings(String request) throws IOException {
    String file = "request.schema.json";
    DocumentSchema.Reading read = DocumentSchema.read(file, Files.readAllBytes(DOCS.resolve(file)));
    assertThat(read.faults()).isEmpty();
    return read.schema().violations("request.json", request.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void what_the_documentation_shows_runs(String engine) throws Exception {
    String said =
        sh(
            engine,
            """
            $PREPARED
            aidp feature $ENGINE --id f --quiet --request $DOCS/requests/feature.json 2>&1
            aidp loop $ENGINE --id fix --quiet --request - 2>&1 < $DOCS/requests/loop.json
            aidp merge $ENGINE --id m --quiet --request $DOCS/requests/merge.json 2>&1
            git ls-tree --name-only release; git log --format=%s csv-export -2
            """);

    assertThat(said)
        .contains("csv-export ", "aidp/fix ", "release ")
        .contains("command.txt\n", "loop.txt\n", "writer.txt\n");
  }

  @Test
  void options_win_and_findings_are_told_at_once() throws Exception {
    String said =
        sh(
            "native",
            """
            $PREPARED
            aidp loop 'Other text' --id x --branch mine --check 'no=false' --max-iterations 1 \
              --request $DOCS/requests/loop.json 2>&1 | grep 'max-iter\\|1 iteration\\|no:'
            echo '{text: x, chekcs: {}, limits: {retries: many}, plan: [1]}' > bad.yml
            aidp feature --request bad.yml 2>&1; echo "plan: $?"
            sed -i 's/, plan: .1.//' bad.yml
            aidp feature --request bad.yml 2>&1; echo "bad: $?"
            echo '{text: [x]}' | aidp feature --request - 2>&1; echo "kind: $?"
            echo '{text: x, resolved: {}}' | aidp feature --request - 2>&1; echo "resolved: $?"
            echo '{text: x' | aidp feature --request - 2>&1; echo "syntax: $?"
            aidp feature --request none.json 2>&1; echo "none: $?"
            aidp feature --request - --detach 2>&1 < bad.yml; echo "detach: $?"
            git branch --list 'aidp*'
            """);

    assertThat(said)
        .contains(
            "plan: 2", "bad: 2", "kind: 2", "resolved: 2", "syntax: 2", "none: 2", "detach: 2")
        .contains("2 faults in the request", "the value of text is of another kind")
        .contains("unknown key chekcs (did you mean checks?)", "limits.retries must be")
        .contains("A plan is a text, a document or a reference.", "-:2:1: is not YAML here")
        .doesNotContain("Exception", "aidp/x");
  }

  private String sh(String engine, String script) throws Exception {
    return Shelled.sh(
        folder,
        Map.of("ENGINE", Shelled.engine(engine), "DOCS", DOCS.toString()),
        script.replace("$PREPARED\n", PREPARED));
  }
}
