package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tasks at once, by real processes. */
class WorkstreamsTest {

  /** An agent that counts who works beside it, and fails the task that says so. */
  private static final String SETUP =
      """
      repository r && cd r
      HERE="$(cd .. && pwd)"
      cat > ../agent <<AGENT
      cat > "$HERE/prompt.\\$\\$"
      mkdir "$HERE/at.\\$\\$"
      ls -d "$HERE"/at.* | wc -l >> "$HERE/beside"
      echo "\\$AIDP_RUN_ID" >> "$HERE/turns"
      sleep 0.5
      while [ -e "$HERE/hold-\\$AIDP_RUN_ID" ]; do sleep 0.1; done
      echo "\\$AIDP_RUN_ID" > "\\$AIDP_RUN_ID.txt"
      rmdir "$HERE/at.\\$\\$"
      grep -q Half "$HERE/prompt.\\$\\$" || echo "STATUS: COMPLETE"
      AGENT
      trap 'sed -n "s/.*pid.:\\([0-9]*\\).*/\\1/p" .aidp/jobs/*/job.json 2>/dev/null | xargs -r kill' EXIT
      ws() { aidp ws "$@"; }
      run() { aidp ws run "$@" $ENGINE --agent-command "sh $HERE/agent" --check ok=true; }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void tasks_run_beside_each_other_each_on_a_branch_of_its_own_and_none_twice(String engine)
      throws Exception {
    String said =
        sh(
            engine,
            SETUP
                + """
                run "Add CSV" "Fix login" "Third one" --max-parallel 2 > ../out 2> ../err; echo "run $?"
                cat ../err
                echo "most $(sort -n "$HERE/beside" | tail -1)"
                echo "turns $(wc -l < "$HERE/turns")"
                git show aidp/workstream-add-csv-1:workstream-add-csv-1.txt
                run "Add CSV" "Fix login" --id 1 > /dev/null 2>&1; echo "again $?"
                echo "turns $(wc -l < "$HERE/turns")"
                ws list | grep -c completed
                ws status fix-login | head -1
                ws remove add-csv "Fix login"; echo "removed $?"
                ws list --json | grep -o '"id" : "[^"]*"'
                git rev-parse -q --verify aidp/workstream-add-csv-1 > /dev/null; echo "branch $?"
                ws status add-csv; echo "gone $?"
                """);

    assertThat(said)
        .contains(
            "run 0",
            "workstream-add-csv-1: begins",
            "workstream-third-one-1: completed, its branch is aidp/workstream-third-one-1",
            "most 2",
            "turns 3\nworkstream-add-csv-1\nagain 0\nturns 3\n3\n",
            "workstream-fix-login-1: completed",
            "removed 0\n\"id\" : \"workstream-third-one-1\"\nbranch 0\n",
            "gone 4");
  }

  @Test
  void work_that_is_on_no_branch_is_not_lost_unless_somebody_insists() throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                run "Half of it" --max-iterations 1 > /dev/null 2>&1; echo "run $?"
                ws remove half-of-it 2>&1; echo "remove $?"
                ws complete half-of-it; echo "complete $?"
                git show aidp/workstream-half-of-it-1:workstream-half-of-it-1.txt
                ws complete half-of-it; echo "again $?"
                ws remove half-of-it; echo "remove $?"
                run "Half, too" --max-iterations 1 > /dev/null 2>&1
                ws remove "Half, too" --force; echo "forced $?"
                git status --short | wc -l
                """);

    assertThat(said)
        .contains(
            "run 1",
            "What workstream-half-of-it-1 has done is on no branch.",
            "remove 2",
            "which nothing proves, is the branch aidp/workstream-half-of-it-1",
            "complete 0\nworkstream-half-of-it-1\n",
            "again 0",
            "remove 0",
            "forced 0\n0\n");
  }

  @Test
  void what_was_under_way_when_it_was_killed_is_gone_on_with_and_what_was_done_is_not_done_again()
      throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                touch "$HERE/hold-workstream-two-1"
                run "One" "Two" "Three" --max-parallel 1 --detach; echo "begun $?"
                i=0; until [ -e "$HERE/turns" ] && [ "$(wc -l < "$HERE/turns")" = 2 ]; do i=$((i+1)); [ $i -lt 900 ] || exit 1; sleep 0.2; done
                pid=$(aidp jobs --json | tr -d ' \\n' | sed 's/.*"pid":\\([0-9]*\\).*/\\1/')
                kill -9 $pid; while kill -0 $pid 2>/dev/null; do sleep 0.1; done
                rm "$HERE/hold-workstream-two-1"
                run "One" "Two" "Three" --max-parallel 1 > /dev/null 2>&1; echo "end $?"
                sort "$HERE/turns" | uniq -c | tr -s ' '
                run "One" "one!" 2>&1; echo "same $?"
                """);

    assertThat(said)
        .contains(
            "workstream-one-1\nworkstream-two-1\nworkstream-three-1\nbegun 0",
            "end 0",
            " 1 workstream-one-1",
            " 2 workstream-two-1",
            " 1 workstream-three-1",
            "Two tasks have one name, one",
            "same 2");
  }

  private String sh(String engine, String script) throws Exception {
    return Shelled.sh(folder, Map.of("LANG", "C.UTF-8", "ENGINE", Shelled.engine(engine)), script);
  }
}
