package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.jobs.Jobs;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp jobs logs}. */
@Command(
    name = "logs",
    description =
        "What a background process has printed; what agents and checks have: aidp logs ID.")
final class JobLogsCommand extends JobCommand {

  private static final Duration LOOK = Duration.ofMillis(200);

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until it has ended.")
  boolean follow;

  JobLogsCommand(Shell shell) {
    super(shell, "aidp jobs logs ID [--follow]");
  }

  @Override
  int run(Session session, Jobs jobs, Jobs.Seen seen) throws IOException {
    String id = seen.job().id();
    LogTail tail = new LogTail(jobs.log(id));
    ObjectNode document = Json.object().put("id", id).put("log", jobs.log(id).toString());
    ArrayNode array = document.putArray("lines");
    Consumer<String> lines = common.json ? array::add : line -> shell.say(Texts.printable(line));
    boolean last = !follow;
    do {
      // Looked at before the log: what was printed before its end is then surely there.
      last = last || jobs.find(id).filter(Jobs.Seen::alive).isEmpty();
      tail.read(lines);
      if (!last && shell.interruption().await(LOOK) != null) {
        throw shell.interruption().leavesAlone(id, "aidp jobs logs " + id + " --follow");
      }
    } while (!last);
    if (common.json) {
      say(document);
    }
    return Exits.DONE;
  }
}
