package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aidp in places and environments that are not as a developer's machine has them. */
class PlacesTest {

  private static final String AGENT = "echo more >> f; echo STATUS: COMPLETE";

  /** Root without its privileges: permissions bind it as anybody else. */
  private static final String BOUND = "setpriv --bounding-set=-all --inh-caps=-all";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void git_hears_the_settings_of_the_environment(String engine) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ENGINE", Shelled.engine(engine));
    environment.put("AGENT", AGENT);
    environment.put("GIT_LFS_SKIP_SMUDGE", "1");
    environment.put("GIT_CONFIG_COUNT", "2");
    environment.put("GIT_CONFIG_KEY_0", "user.name");
    environment.put("GIT_CONFIG_VALUE_0", "Grace");
    environment.put("GIT_CONFIG_KEY_1", "user.email");
    environment.put("GIT_CONFIG_VALUE_1", "grace@example.com");

    String said =
        Shelled.sh(
            folder,
            environment,
            """
            repository r; cd r
            git config filter.pointer.smudge 'test "$GIT_LFS_SKIP_SMUDGE" = 1 && cat'
            git config filter.pointer.clean cat
            git config filter.pointer.required true
            echo '*.bin filter=pointer' > .gitattributes; echo b > x.bin
            git add -A && git commit -qm filtered
            aidp loop x $ENGINE --id x --quiet --agent-command "$AGENT && git commit -qam own" \\
              --check skipped='test "$GIT_LFS_SKIP_SMUDGE" = 1 && test -f x.bin'
            git log --format='%an %cn' aidp/x -2
            """);

    assertThat(said).contains("aidp/x ", "Grace Grace\nGrace Grace\n");
  }

  @Test
  void a_repository_that_became_bare_can_be_looked_at_and_its_runs_cancelled() throws Exception {
    String said =
        sh(
            """
            repository r; cd r
            aidp loop x --id done --quiet --agent-command "$AGENT" --check t=true
            aidp loop x --id left --quiet --detach --agent-command "sleep 100" --check t=true >&2
            git config core.bare true
            for look in list 'status done' 'logs done' 'history done' 'pause left' 'cancel left'; do
              aidp $look >out 2>&1; echo "$look: $?"
            done
            aidp loop y --agent-command "$AGENT" 2>&1; echo "loop: $?"
            git config core.bare false
            aidp loop y --quiet --agent-command "$AGENT" --check t=true; echo "loop: $?"
            """);

    assertThat(said)
        .contains("list: 0", "status done: 0", "logs done: 0", "history done: 0")
        .contains("pause left: 0", "cancel left: 0")
        .contains("git config core.bare false", "loop: 2", "loop: 0");
  }

  @Test
  void a_repository_that_git_does_not_trust_can_be_looked_at() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));

    String said =
        sh(
            """
            repository r; cd r
            aidp loop x --id x --quiet --agent-command "$AGENT" --check t=true
            chown 4711 . .git
            aidp status x >out 2>&1; echo "status: $?"
            aidp loop y --agent-command "$AGENT" 2>&1; echo "loop: $?"
            """);

    assertThat(said).contains("status: 0", "safe.directory", "loop: 2");
  }

  @Test
  void a_worktree_of_a_bare_repository_is_a_place_to_work() throws Exception {
    String said =
        sh(
            """
            repository s; mkdir e; git clone -q --bare s e/.bare; echo 'gitdir: ./.bare' > e/.git
            cd e; git worktree add -q main; git worktree add -q other; cd main
            aidp loop x --id x --quiet --agent-command "$AGENT" --check t=true; echo "loop: $?"
            cd ../other; aidp status x --exit-code; echo "status: $?"
            git show aidp/x:f; git status --short; git -C ../main status --short
            cd ..; aidp loop y --agent-command "$AGENT" 2>&1; echo "bare: $?"
            """);

    assertThat(said)
        .contains("loop: 0", "status: 0", "one\nmore\naidp: ")
        .contains("is bare", "aidp -C", "bare: 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "status x", "loop x --agent-command true", "cancel x", "worker"})
  void a_file_in_the_place_of_the_state_folder_is_wrong_usage(String command) throws Exception {
    String said =
        sh("repository r; cd r; touch .aidp; aidp " + command + " --json; echo; echo \"exit $?\"");

    assertThat(said).contains("is no folder", "mv .aidp", "\"code\" : 2");
  }

  @Test
  void the_doctor_sees_what_is_wrong_with_the_state_folder() throws Exception {
    String said =
        sh("repository r; cd r; aidp doctor; touch .aidp; aidp doctor; rm .aidp; mkdir .aidp");

    String[] both = said.split("BAD   repository", -1);
    assertThat(both).hasSize(2);
    assertThat(both[0]).contains("ok    repository").doesNotContain("aidp.yml\n");
    assertThat(both[1]).contains("is no folder", "mv .aidp");
  }

  @Test
  void the_doctor_asks_the_hub() throws Exception {
    String said =
        sh(
            """
            repository r; cd r; git init -q --bare ../hub.git
            export AIDP_CFG_REPOSITORY__HUB=../hub.git
            aidp doctor; mv ../hub.git ../gone.git; aidp doctor
            """);

    String[] both = said.split("BAD   hub", -1);
    assertThat(both).as(said).hasSize(2);
    assertThat(both[0]).contains("ok    hub").contains("hub.git answers");
    assertThat(both[1]).contains("../hub.git does not do its part", "git ls-remote");
  }

  @Test
  void the_doctor_asks_the_store_of_artifacts() throws Exception {
    String said =
        sh(
            """
            repository r; cd r; git init -q --bare ../hub.git; mkdir ../shared
            export AIDP_CFG_REPOSITORY__ARTIFACTS=../shared
            aidp doctor; export AIDP_CFG_REPOSITORY__HUB=../hub.git; aidp doctor
            rmdir ../shared; aidp doctor
            export AIDP_CFG_REPOSITORY__ARTIFACTS=gopher://hole; aidp doctor
            """);

    assertThat(said.lines().filter(line -> line.contains(" artifacts  ")))
        .satisfiesExactly(
            line -> assertThat(line).contains("ok ", "shared answers; without repository.hub"),
            line -> assertThat(line).contains("ok ").endsWith("shared answers"),
            line -> assertThat(line).contains("BAD ", "shared: no such folder"),
            line -> assertThat(line).contains("BAD ", "gopher://hole"));
  }

  @Test
  void a_state_folder_that_cannot_be_written_is_wrong_usage() throws Exception {
    boundOnly();

    String said =
        sh(
            """
            repository r; cd r; mkdir .aidp; chmod 500 .aidp
            aidp() { $BOUND "$JAVA" -cp "$CLASSES" dev.aidp.cli.Main "$@"; }
            aidp list --json; echo "list: $?"
            aidp doctor
            chmod 700 .aidp; chmod 500 .; rmdir .aidp
            aidp list --json; echo "list: $?"
            """);

    assertThat(said)
        .contains("list: 2")
        .doesNotContain("list: 5", "list: 0")
        .contains("not writable", "chmod", "BAD   repository");
  }

  @Test
  void a_temporary_folder_from_which_nothing_may_be_executed_is_no_hindrance() throws Exception {
    assumeTrue(
        sh("unshare -m mount -t tmpfs none /mnt 2>/dev/null && echo yes; :").equals("yes\n"));

    String said =
        sh(
            """
            repository r; cd r; mkdir ../tmp; export JVM=-Djava.io.tmpdir=$PWD/../tmp JAVA CLASSES
            cat > ../list <<'END'
            mount -t tmpfs -o noexec none ../tmp
            $JAVA $JVM -cp "$CLASSES" dev.aidp.cli.Main list; echo "list: $?"
            mkdir -p .aidp/native && mount -t tmpfs -o noexec none .aidp/native
            $JAVA $JVM -cp "$CLASSES" dev.aidp.cli.Main list; echo "list: $?"
            END
            unshare -m sh ../list 2>&1
            """);

    assertThat(said).contains("list: 0", "list: 5", "noexec", "org.sqlite.tmpdir");
  }

  @ParameterizedTest
  @ValueSource(ints = {110, 128, 145, 160, 170})
  void too_few_open_files_are_said_with_their_remedy(int files) throws Exception {
    String said =
        sh(
            """
            repository r; cd r; { echo 'feature: x'; echo 'units:'; } > ../plan.yml
            for u in a b c d e g h i; do echo "  - {id: $u, task: $u}" >> ../plan.yml; done
            ulimit -n %d
            aidp feature x --plan ../plan.yml --max-parallel 8 --check t=true --json \
              --agent-command 'echo a >> $AIDP_UNIT_ID; sleep 1; echo STATUS: COMPLETE' 2>&1
            echo "feature: $?"
            """
                .formatted(files));

    assertThat(said)
        .containsAnyOf("feature: 5", "feature: 0")
        .doesNotContain("Make room", "Exception in");
    assertThat(said.contains("ulimit -n")).isEqualTo(said.contains("feature: 5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_state_folder_that_is_removed_during_a_run_is_said_to_be_gone(String engine)
      throws Exception {
    String said =
        sh(
            engine,
            """
            repository r; cd r
            aidp loop x $ENGINE --id x --quiet --check t=true \
              --agent-command 'git -C "$MAIN" clean -qxfd; echo more >> f; echo STATUS: COMPLETE' 2>&1
            echo "loop: $?"
            aidp loop x $ENGINE --id x --quiet --agent-command "$AGENT" --check t=true
            echo "loop: $?"; git worktree list
            """
                .replace("$MAIN", folder.resolve("r").toString()));

    assertThat(said).contains("loop: 5", "git clean", "loop: 0").doesNotContain("Make room");
  }

  @ParameterizedTest
  @CsvSource({"native, /out/", "native, /not out/", "temporal, /out/", "temporal, /not out/"})
  void what_a_container_s_root_has_left_is_named_with_the_remedy(String engine, String ignored)
      throws Exception {
    boundOnly();

    String said =
        sh(
            engine,
            """
            repository r; cd r; echo '$IGNORED' > .gitignore; git add -A
            git -c user.name=Ada -c user.email=a@x commit -qm ignore
            { until test -s .aidp/workstreams/x/loop/out/pg/data; do sleep 0.1; done
              chown -R 4711 .aidp/workstreams/x/loop/out; touch done; } &
            aidp() { $BOUND "$JAVA" -cp "$CLASSES" dev.aidp.cli.Main "$@"; }
            aidp loop x $ENGINE --id x --quiet --check t=true --agent-command "mkdir -p out/pg; chmod 700 out/pg
              echo x > out/pg/data; until test -f $PWD/done; do sleep 0.1; done; $AGENT" 2>&1
            echo "loop: $?"; aidp status x
            """
                .replace("$IGNORED", ignored));

    assertThat(said).contains("loop: 0", "belongs to", "sudo rm -rf", "workstreams/x/loop");
  }

  private void boundOnly() throws Exception {
    assumeTrue(sh("$BOUND true 2>/dev/null && test $(id -u) = 0 && echo yes; :").equals("yes\n"));
  }

  private String sh(String script) throws Exception {
    return sh("native", script);
  }

  private String sh(String engine, String script) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    environment.put("LANG", "C.UTF-8");
    environment.put("AGENT", AGENT);
    environment.put("BOUND", BOUND);
    environment.put("ENGINE", Shelled.engine(engine));
    return Shelled.sh(folder, environment, script);
  }
}
