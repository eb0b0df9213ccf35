package dev.aidp.cli.show;

import dev.aidp.cli.jobs.Jobs;
import dev.aidp.runtime.view.RunView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Background processes, as text. */
public final class JobText {

  private JobText() {}

  /** Returns a table of jobs with how their runs stand. */
  public static List<String> table(Map<Jobs.Seen, Optional<RunView>> jobs, Instant now) {
    if (jobs.isEmpty()) {
      return List.of("Nothing works in the background here. Begin with --detach; runs: aidp list");
    }
    Table table = new Table("JOB", "MODE", "STATE", "PID", "SINCE");
    jobs.forEach(
        (seen, run) ->
            table.row(
                seen.job().id(),
                seen.job().mode(),
                state(seen, run),
                seen.alive() ? seen.job().pid() : "-",
                Times.between(seen.job().since(), now)));
    return table.lines("");
  }

  /** Returns how a job stands: as its run, unless the process is gone. */
  public static String state(Jobs.Seen seen, Optional<RunView> run) {
    String none = seen.job().mode().equals("watch") ? "watching" : "starting";
    String state = run.map(view -> view.state().wireName()).orElse(none);
    return seen.alive() ? state : "gone";
  }
}
