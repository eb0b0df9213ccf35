package dev.aidp.cli.command;

import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.failure.NotFoundException;

/** A command about one background process, by the id of its run. */
abstract class JobCommand extends RunIdCommand {

  JobCommand(Shell shell, String form) {
    super(shell, form, 0, 0);
  }

  abstract int run(Session session, Jobs jobs, Jobs.Seen seen) throws Exception;

  @Override
  int run() throws Exception {
    String id = Session.checkedId(id());
    try (Session session = open()) {
      Jobs jobs = new Jobs(Layout.seen(session.aidp().top()));
      return run(session, jobs, jobs.find(id).orElseThrow(() -> none(id)));
    }
  }

  private static NotFoundException none(String id) {
    return new NotFoundException(
        "Nothing works in the background on '%s'. What does: aidp jobs. How a run stands: aidp status ID."
            .formatted(id));
  }
}
