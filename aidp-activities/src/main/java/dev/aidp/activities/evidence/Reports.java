package dev.aidp.activities.evidence;

import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reports of work that came to nothing: in the artifact store, and at the end of the work's log.
 */
record Reports(Layout layout, ArtifactStore store, Secrets secrets) {

  /** Keeps one, in the log once however often it is kept, and returns its reference. */
  String keep(Work work, String title, String text) {
    String ref = store.put(text);
    Path path = layout.logs(work.run(), work.unit());
    String end = "This report is kept as " + ref + ".";
    byte[] lines = (text.stripTrailing() + "\n" + end + "\n").getBytes(StandardCharsets.UTF_8);
    if (!UnitLog.lastPart(path, 2 * lines.length).contains(end)) {
      write(path, title, lines);
    }
    return ref;
  }

  private void write(Path path, String title, byte[] lines) {
    try (UnitLog log = UnitLog.open(path, secrets)) {
      log.header(title);
      UnitLog.Lines report = log.lines("report: ");
      report.take(lines, 0, lines.length);
      report.flush();
    } catch (IOException e) {
      throw new UnusableException(
          "The log " + path + " cannot be written: " + e.getMessage() + ".",
          "Free disk space or make the folder writable, then try again.",
          e);
    }
  }
}
