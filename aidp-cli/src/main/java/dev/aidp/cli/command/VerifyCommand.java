package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.evidence.Verification;
import dev.aidp.failure.UsageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aidp verify}. */
@Command(
    name = "verify",
    description = "Whether the evidence of a commit still holds; exits 1 if anything is BAD.")
final class VerifyCommand extends BaseCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMIT",
      description = "The commit: a branch, a tag, a hash, or a run's id.")
  @Nullable String commit;

  @Option(names = "--rerun", description = "Run its checks again, in a worktree of their own.")
  boolean rerun;

  @Option(
      names = "--merged",
      description = "Demand a merged tree: evidence of a unit's branch tip does not do.")
  boolean merged;

  VerifyCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    if (commit == null) {
      throw new UsageException("Which commit?", null, "Write: aidp verify COMMIT [--rerun]");
    }
    try (Session session = open()) {
      Duration timeout = session.config().runSettings().limits().checkTimeout();
      Optional<Verification> found = session.aidp().verify(commit, rerun ? timeout : null);
      Verification verification =
          found.orElseThrow(
              () ->
                  new CliException(
                      Exits.UNKNOWN,
                      "There is no evidence of " + commit,
                      "Name the commit of a finished run, or fetch it: git fetch REMOTE 'refs/aidp/_evidence/*:refs/aidp/_evidence/*'"));
      return report(merged ? verification.demandedOfMerge() : verification);
    }
  }

  private int report(Verification verification) {
    if (common.json) {
      ObjectNode document = Json.object();
      document.put("commit", verification.commit());
      document.put("kind", verification.kind().wireName());
      document.put("holds", verification.holds());
      document.set("findings", Json.tree(verification.findings()));
      say(document);
    } else {
      verification
          .findings()
          .forEach(
              each ->
                  shell.say(
                      Texts.printable(
                          "%-3s %s: %s"
                              .formatted(each.verdict().word(), each.subject(), each.text()))));
    }
    return verification.holds() ? Exits.DONE : Exits.FAILED;
  }
}
