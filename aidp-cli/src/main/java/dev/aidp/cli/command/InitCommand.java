package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.cli.init.Proposal;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp init}. */
@Command(
    name = "init",
    description =
        "Write .aidp/aidp.yml with a proposal for this repository: checks, agents, what working copies need. Never overwrites.")
final class InitCommand extends BaseCommand {

  @Option(names = "--print", description = "Show it only.")
  boolean print;

  InitCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    Layout layout = Layout.of(Session.place(shell, common));
    Path file = layout.stateDir().resolve("aidp.yml");
    Proposal proposal = Proposal.of(layout, shell.environment());
    if (!print && Files.exists(file)) {
      throw there(file);
    }
    if (!common.json) {
      proposal.text().lines().forEach(shell::say);
    }
    if (!print) {
      write(layout, file, proposal.text());
    }
    if (common.json) {
      ObjectNode document = Json.object();
      document.put("file", file.toString()).put("written", !print).put("text", proposal.text());
      document.set("found", Json.tree(proposal.found()));
      say(document);
    } else if (!print) {
      shell.note("Written: " + file + ". Change what does not fit, then see: aidp doctor");
    }
    return Exits.DONE;
  }

  private static void write(Layout layout, Path file, String text) throws IOException {
    layout.prepare();
    try (FileChannel out =
        PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Channels.newOutputStream(out).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw there(file);
    }
  }

  private static UsageException there(Path file) {
    return new UsageException(
        "There are settings already", file.toString(), "Compare them with: aidp init --print");
  }
}
