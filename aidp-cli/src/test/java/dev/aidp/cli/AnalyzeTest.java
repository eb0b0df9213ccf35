package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.activities.process.Executables;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.repo.UserState;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzeTest {

  /**
   * Looks like a key, and is none; in pieces, so that nobody takes this file for one with a key.
   */
  private static final String KEY = "AKIA" + "ABCDEFGHIJKLMNOP";

  @TempDir Path folder;
  private SampleRepository repository;

  @BeforeEach
  void make_a_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
    repository.write("src/main/java/App.java", "class App {\n}\n");
    repository.write("src/test/java/AppTest.java", "class AppTest {}");
    repository.write("go.mod", "module x\n");
    repository.write("config.py", "key = '%s'\n".formatted(KEY));
    repository.write("package.json", "{\"dependencies\": {}}\n");
    repository.write("broken.txt", "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n");
    repository.write("big.bin", "\0".repeat(6 << 20));
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_repository_is_looked_at_by_a_run_that_changes_nothing(String engine) {
    UserState before = repository.userState();

    Called called = analyze(engine, "--json");

    assertThat(called.code()).as(called.err()).isZero();
    JsonNode document = called.json();
    assertThat(document.at("/state").asText()).isEqualTo("completed");
    assertThat(document.at("/engine").asText()).isEqualTo(engine);
    JsonNode analysis = document.at("/analysis");
    assertThat(analysis.at("/commit").asText()).isEqualTo(repository.git("rev-parse", "HEAD"));
    assertThat(all(analysis.at("/languages"), "name"))
        .containsSubsequence("Text", "Java")
        .contains("Python", "JSON");
    assertThat(analysis.toString())
        .contains("{\"name\":\"Java\",\"files\":2,\"lines\":3,\"bytes\":30}")
        .contains("{\"sign\":\"go.mod\",\"command\":\"go test ./...\"}")
        .doesNotContain(KEY);
    assertThat(analysis.at("/tests/folders/0").asText()).isEqualTo("src/test/java");
    assertThat(all(analysis.at("/risks"), "kind"))
        .containsExactly("secret", "conflict_markers", "missing_lock", "huge_file");
    assertThat(analysis.at("/risks/0/paths/0").asText()).isEqualTo("config.py");
    assertThat(repository.userState()).isEqualTo(before);
  }

  @Test
  void the_same_commit_is_looked_at_once_and_the_run_is_listed() {
    Called first = analyze("native");
    Called again = analyze("native");

    assertThat(again.code()).isZero();
    assertThat(again.out()).isEqualTo(first.out()).contains("Java", "secret: ", "config.py");
    Called list = Called.aidp(repository.top(), "list", "--json");
    assertThat(list.json()).hasSize(1);
    String id = list.json().at("/0/id").asText();
    assertThat(id).isEqualTo("a-" + repository.git("rev-parse", "HEAD").substring(0, 12));
    assertThat(Called.aidp(repository.top(), "history", id).out()).contains("analyze");
  }

  @Test
  void another_commit_is_another_run_and_what_is_no_commit_is_refused() {
    analyze("native", "--base", "HEAD~1");

    assertThat(analyze("native", "--json").json().at("/analysis/size/files").asInt())
        .isEqualTo(Integer.parseInt(files("HEAD")));
    Called called = analyze("native", "--base", "nowhere");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("no commit nowhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_look_whose_process_is_killed_goes_on_at_the_commit_it_began_with(String engine)
      throws Exception {
    String said =
        Shelled.sh(
            folder,
            Map.of("LANG", "C.UTF-8", "ENGINE", Shelled.engine(engine), "GIT", git()),
            """
            mkdir bin && cat > bin/git <<'SCRIPT'
            #!/bin/sh
            case "$*" in *"cat-file --batch") [ -e "$MARK" ] || { echo $$ > "$MARK"; exec sleep 300; };; esac
            exec "$GIT" "$@"
            SCRIPT
            chmod +x bin/git
            export MARK="$PWD/mark"
            cd repository
            begun=$(git rev-parse HEAD)
            (PATH="$OLDPWD/bin:$PATH"; exec "$JAVA" -cp "$CLASSES" dev.aidp.cli.Main analyze --id look $ENGINE) >/dev/null 2>&1 &
            pid=$!
            while [ ! -s "$MARK" ]; do kill -0 $pid || exit 1; sleep 0.1; done
            kill -9 $pid
            wait $pid 2>/dev/null
            kill "$(cat "$MARK")" 2>/dev/null
            git -c user.name=A -c user.email=a@x commit -q --allow-empty -m later
            aidp resume look $ENGINE > ../resumed 2>&1 || { cat ../resumed; exit 1; }
            grep -q "Commit $begun" ../resumed || { cat ../resumed; exit 1; }
            aidp history look --json $ENGINE | grep -c '"key":"commit"'
            """);

    // Asked for and answered, on either engine no more than once.
    assertThat(said.strip().lines().reduce((a, b) -> b)).isIn(Optional.of("1"), Optional.of("2"));
  }

  private static String git() {
    return Executables.find("git", System.getenv()).orElseThrow().toString();
  }

  @Test
  void fifty_thousand_files_are_read_in_seconds_into_a_report_of_one_step() throws Exception {
    StringBuilder script = new StringBuilder("commit refs/heads/many\n");
    script.append("committer A <a@x> 1700000000 +0000\ndata 4\nmany\n");
    for (int i = 0; i < 50_000; i++) {
      String text = "class C%d {\n  // %s\n}\n".formatted(i, "x".repeat(i % 400));
      script.append(
          "M 100644 inline d%d/%s/C%d.java\ndata %d\n%s\n"
              .formatted(i % 97, "p".repeat(100), i, text.length(), text));
    }
    Path file = Files.writeString(folder.resolve("import"), script);
    repository.sh("git fast-import --quiet < '" + file + "'");
    long begin = System.nanoTime();

    Called called = analyze("native", "--base", "many", "--json");

    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    System.out.println("50,000 files took " + seconds + " s");
    assertThat(called.json().at("/analysis/size/files").asInt()).isEqualTo(50_000);
    assertThat(called.json().at("/analysis/size/lines").asInt()).isEqualTo(150_000);
    assertThat(called.json().at("/analysis").toString()).hasSizeLessThan(32_000);
    assertThat(seconds).isLessThan(60);
  }

  private String files(String ref) {
    return String.valueOf(repository.git("ls-tree", "-r", "--name-only", ref).lines().count());
  }

  private Called analyze(String engine, String... more) {
    List<String> words = new ArrayList<>(List.of("analyze", "--engine", engine));
    if (engine.equals("temporal")) {
      words.addAll(List.of("--target", DevServer.shared().target()));
    }
    words.addAll(List.of(more));
    return Called.aidp(repository.top(), words.toArray(String[]::new));
  }

  private static List<String> all(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(each -> each.path(field).asText())
        .toList();
  }
}
