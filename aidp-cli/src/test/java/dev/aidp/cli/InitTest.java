package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.cli.init.Proposal;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.Check;
import dev.aidp.runtime.config.Config;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {

  @TempDir Path folder;
  private SampleRepository repository;
  private Path file;

  @BeforeEach
  void make_a_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
    file = repository.top().resolve(".aidp/aidp.yml");
  }

  @Test
  void proposes_what_a_node_project_with_secrets_needs_and_the_file_can_be_read() throws Exception {
    commit(".gitignore", "node_modules/\n.env*\n.envrc\n");
    commit("package.json", "{\"scripts\": {\"test\": \"jest\"}}");
    commit("package-lock.json", "{}");
    repository.write(".env", "A=1\n");
    repository.write("packages/a/.env.local", "A=1\n");
    repository.write(".envrc", "dotenv\n");
    repository.write("node_modules/x/.env", "no\n");

    Called called = init();

    assertThat(called.code()).isZero();
    assertThat(called.out()).isEqualTo(Files.readString(file)).contains("# link: [node_modules]");
    assertThat(worktree())
        .isEqualTo(
            new WorktreeSettings(
                "npm ci",
                WorktreeSettings.SETUP_TIMEOUT,
                List.of("package-lock.json", "package.json"),
                List.of(".env", ".envrc", "packages/a/.env.local"),
                List.of(),
                List.of(),
                false));
    assertThat(config().runSettings().checks()).containsExactly(new Check("tests", "npm test"));
  }

  @ParameterizedTest
  @CsvSource({
    "pnpm-lock.yaml, pnpm install --frozen-lockfile",
    "yarn.lock, yarn install --frozen-lockfile",
    "uv.lock, uv sync --frozen",
    "poetry.lock, poetry install --no-interaction",
    "Gemfile.lock, bundle install",
    "requirements.txt, python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt"
  })
  void a_lock_file_says_what_installs(String lock, String setup) {
    commit(lock, "x\n");

    assertThat(init().code()).isZero();

    assertThat(worktree().setup()).isEqualTo(setup);
    assertThat(worktree().setupInputs()).contains(lock);
  }

  @Test
  void caches_are_those_that_their_tools_keep_right() {
    commit("Cargo.lock", "");
    commit("gradlew", "");
    commit("pom.xml", "");

    assertThat(init().code()).isZero();

    assertThat(worktree().caches()).containsExactly("target", ".gradle");
    assertThat(config().runSettings().checks())
        .extracting(Check::command)
        .containsExactly("cargo test", "./gradlew test", "mvn -q test");
  }

  @ParameterizedTest
  @CsvSource({
    "build.gradle.kts, gradle test",
    "Shop.sln, dotnet test",
    "Shop.csproj, dotnet test",
    "go.mod, go test ./...",
    "Gemfile.lock, bundle exec rake test",
    "Cargo.toml, cargo test",
    "pnpm-lock.yaml, pnpm test"
  })
  void a_file_says_what_tests_the_project(String sign, String check) {
    commit(sign, "");
    commit("package.json", sign.startsWith("pnpm") ? "{\"scripts\": {\"test\": \"x\"}}" : "{}");

    assertThat(Proposal.checks(Layout.of(repository.top()), Map.of())).containsExactly(check);
  }

  @Test
  void a_wrapper_is_used_where_there_is_one() {
    commit("mvnw", "");
    commit("pom.xml", "");

    assertThat(Proposal.checks(Layout.of(repository.top()), Map.of()))
        .containsExactly("./mvnw -q test");
  }

  @Test
  void installed_folders_of_unknown_origin_are_linked() {
    commit(".gitignore", "node_modules\n");
    repository.write("node_modules/x", "");

    assertThat(init().code()).isZero();

    assertThat(worktree().link()).containsExactly("node_modules");
  }

  @Test
  void an_empty_repository_gets_a_file_that_sets_nothing() {
    assertThat(init().code()).isZero();

    assertThat(worktree()).isEqualTo(AidpOptions.ForAgents.USUAL.worktree());
    assertThat(config().runSettings().checks()).isEmpty();
  }

  @Test
  void submodules_lfs_and_sparse_checkouts_are_spoken_of() throws Exception {
    SampleRepository library = SampleRepository.in(folder.resolve("library"));
    repository.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        library.top().toString(),
        "lib");
    commit(".gitattributes", "*.bin filter=lfs\n");
    repository.git("submodule", "deinit", "-q", "-f", "lib");
    repository.git("config", "core.sparseCheckout", "true");

    assertThat(init().out())
        .contains("Submodules (lib)", "git submodule update --init", "Git LFS", "sparse");
  }

  @Test
  void installed_agents_are_the_chain() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : List.of("claude", "codex")) {
      Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    Called called =
        Called.aidp(
            repository.top(),
            Map.of("PATH", programs + ":/usr/bin:/bin"),
            new dev.aidp.cli.io.Interruption(),
            "init");

    assertThat(called.out()).contains("  chain: [claude, codex]");
    assertThat(config().runSettings().agents()).isNotEmpty();
  }

  @Test
  void never_overwrites_and_shows_on_request() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "engine: native\n");

    Called called = init();
    Called shown = init("--print");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(file.toString(), "There are settings already", "--print");
    assertThat(called.out()).isEmpty();
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("# Settings of aidp");
    assertThat(file).hasContent("engine: native");
  }

  @Test
  void as_a_document_it_says_what_was_found_and_written() {
    commit("package-lock.json", "{}");

    Called called = init("--json");

    assertThat(called.json().get("written").asBoolean()).isTrue();
    assertThat(called.json().get("file").asText()).isEqualTo(file.toString());
    assertThat(called.json().get("found").get(0).asText()).isEqualTo("package-lock.json");
    assertThat(file).content().isEqualTo(called.json().get("text").asText());
  }

  private void commit(String path, String text) {
    repository.write(path, text);
    repository.commitAll("Add " + path);
  }

  private Called init(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "init";
    System.arraycopy(options, 0, all, 1, options.length);
    return Called.aidp(
        repository.top(), Map.of("PATH", "/usr/bin:/bin"), new dev.aidp.cli.io.Interruption(), all);
  }

  private Config config() {
    return Config.read(file, Map.of(), List.of());
  }

  private WorktreeSettings worktree() {
    return config().options().agents().worktree();
  }
}
