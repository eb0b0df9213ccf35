package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What works in the background, by real processes. */
class JobsTest {

  /** An agent that says where it is and stays there until it may go on. */
  private static final String SETUP =
      """
      repository r && cd r
      HERE="$(cd .. && pwd)"
      cat > ../agent <<AGENT
      cat > /dev/null
      echo \\$\\$ > "$HERE/agent.pid"
      while [ ! -e "$HERE/go" ]; do sleep 0.1; done
      echo done > done.txt
      echo "STATUS: COMPLETE"
      AGENT
      trap 'sed -n "s/.*pid.:\\([0-9]*\\).*/\\1/p" .aidp/jobs/*/job.json 2>/dev/null | xargs -r kill' EXIT
      await() { i=0; until eval "$1"; do i=$((i + 1)); [ $i -lt 900 ] || { echo "never: $1"; exit 1; }; sleep 0.2; done; }
      job() { aidp jobs --json | tr -d ' \\n'; }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_job_is_listed_looked_at_stopped_with_its_agent_and_gone_on_with(String engine)
      throws Exception {
    String said =
        sh(
            engine,
            SETUP
                + """
                id=$(aidp loop "Do it" --id one $ENGINE --agent-command "sh $HERE/agent" --detach)
                [ "$id" = one ] || exit 1
                await '[ -s "$HERE/agent.pid" ]'
                agent=$(cat "$HERE/agent.pid")
                echo "listed $(job)"
                aidp jobs status one | head -2
                aidp wait one --for 300ms > /dev/null; echo "wait $?"
                aidp jobs stop one
                case "$(ps -o stat= -p $agent)" in ""|Z*) ;; *) echo "the agent lives";; esac
                echo "after $(job)"
                aidp jobs logs one; echo "logs $?"
                touch "$HERE/go"
                aidp resume one --detach > /dev/null && aidp wait one > /dev/null; echo "end $?"
                await '[ "$(job)" = "[]" ]'
                """);

    assertThat(said)
        .contains(
            "\"id\":\"one\",\"mode\":\"execute\"",
            "\"alive\":true",
            "\"state\":\"running\"",
            "one  execute  running",
            "wait 7",
            "one is stopped; its run is interrupted. Go on: aidp resume one",
            "after []",
            "logs 4",
            "end 0")
        .doesNotContain("the agent lives");
  }

  @Test
  void a_job_that_is_killed_is_shown_as_gone_and_its_run_can_be_gone_on_with() throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                aidp loop "Do it" --id one --agent-command "sh $HERE/agent" --detach > /dev/null
                await '[ -s "$HERE/agent.pid" ]'
                pid=$(job | sed 's/.*"pid":\\([0-9]*\\).*/\\1/')
                kill -9 $pid
                await '! kill -0 $pid 2>/dev/null'
                echo "killed $(job)"
                cp -r .aidp/jobs ../jobs
                aidp jobs stop one; echo "stop $?"
                touch "$HERE/go"
                echo "forgotten $(job)"
                aidp resume one > /dev/null; echo "resume $?"
                cp -r ../jobs .aidp/
                echo "ended $(job)"
                """);

    assertThat(said)
        .contains(
            "\"alive\":false",
            "\"state\":\"gone\"",
            "one was gone already",
            "stop 0",
            "forgotten []",
            "resume 0",
            "ended []");
  }

  @Test
  void a_job_can_be_stopped_for_good() throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                aidp loop "Do it" --id one --agent-command "sh $HERE/agent" --detach > /dev/null
                await '[ -s "$HERE/agent.pid" ]'
                aidp jobs stop one --cancel
                aidp jobs status one; echo "status $?"
                aidp wait one --quiet; echo "wait $?"
                """);

    assertThat(said).contains("its run is cancelled.", "status 4", "wait 130");
  }

  @Test
  void a_watch_looks_at_each_commit_once_over_kills_and_is_alone() throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                commit() { echo $1 > f && git -c user.name=A -c user.email=a@x commit -q -am $1; }
                runs() { aidp list --json | grep -c '"state" : "completed"'; }
                aidp analyze --watch --settle 100ms --detach; echo "begun $?"
                await '[ "$(runs)" = 1 ]'
                aidp analyze --watch; echo "second $?"
                commit two && await '[ "$(runs)" = 2 ]'
                pid=$(job | sed 's/.*"pid":\\([0-9]*\\).*/\\1/')
                echo "listed $(job)"
                kill -9 $pid
                commit three
                aidp analyze --watch --settle 2s --detach > /dev/null
                await '[ "$(runs)" = 3 ]'
                commit four && commit five && commit six
                await '[ "$(runs)" = 4 ]'
                commit seven
                await 'aidp list --json --state completed | grep -q "watch-$(git rev-parse --short=12 HEAD)"'
                echo "runs $(runs)"
                aidp jobs stop watch
                echo "after $(job)"
                """);

    assertThat(said)
        .contains(
            "watch\nbegun 0",
            "watch is watched already by process",
            "second 2",
            "\"mode\":\"watch\"",
            "\"state\":\"watching\"",
            "runs 5",
            "watch is stopped.",
            "after []");
  }

  @Test
  void a_watched_loop_is_not_begun_by_what_it_has_made_itself() throws Exception {
    String said =
        sh(
            "native",
            SETUP
                + """
                touch "$HERE/go"
                runs() { aidp list --json | grep -c '"state" : "completed"'; }
                aidp loop "Do it" --id w --agent-command "sh $HERE/agent" --watch --settle 100ms --detach
                await '[ "$(runs)" = 1 ]'
                git merge -q --ff-only "$(git for-each-ref --format='%(refname:short)' refs/heads/aidp/)"
                await 'aidp jobs logs w | grep -q "is what w-"'
                echo "runs $(runs)"
                aidp jobs stop w
                """);

    assertThat(said).contains("runs 1", "w is stopped.");
  }

  private String sh(String engine, String script) throws Exception {
    Files.createDirectories(folder);
    return Shelled.sh(folder, Map.of("LANG", "C.UTF-8", "ENGINE", Shelled.engine(engine)), script);
  }
}
