package dev.aidp.activities.command;

import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.OutputSink;
import dev.aidp.command.TreeCheck;
import dev.aidp.command.TreeCheck.Verdict;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A check that is code of this process, on one tree: as a command that exits 1 where it is red.
 *
 * @param id its name and version
 * @param check the code
 * @param tree where the tree is checked out
 */
record CheckInProcess(String id, TreeCheck check, Path tree) implements Launch.Code {

  @Override
  public String name() {
    return "the check " + id;
  }

  @Override
  public int run(OutputSink output) {
    try {
      Verdict verdict = check.check(tree, line -> write(output, line));
      return said(verdict, output);
    } catch (UnusableException e) {
      throw e;
    } catch (Exception | Error e) {
      write(output, "It has thrown " + e);
      return 1;
    }
  }

  @SuppressWarnings("ConstantValue") // it may be written without any null checks
  private int said(@Nullable Verdict verdict, OutputSink output) {
    if (verdict == null) {
      write(output, "It has returned null and no verdict");
      return 1;
    }
    if (!verdict.reason().isBlank()) {
      write(output, verdict.reason());
    }
    return verdict.passed() ? 0 : 1;
  }

  private synchronized void write(OutputSink output, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      output.take(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
