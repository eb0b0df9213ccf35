package dev.aidp.activities.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  @Test
  void a_report_is_kept_by_reference_and_once_at_the_end_of_the_log(@TempDir Path folder)
      throws Exception {
    Sandbox sandbox = new Sandbox(folder);
    Reports reports = new Reports(sandbox.layout, sandbox.store, Secrets.in(Map.of()));

    String ref = reports.keep(Sandbox.WORK, "stuck: the same", "Turns:\n- one\n");
    String again = reports.keep(Sandbox.WORK, "stuck: the same", "Turns:\n- one\n");

    assertThat(again).isEqualTo(ref);
    assertThat(sandbox.store.text(ref)).isEqualTo("Turns:\n- one\n");
    assertThat(sandbox.log())
        .containsOnlyOnce("stuck: the same\n")
        .endsWith("report: Turns:\nreport: - one\nreport: This report is kept as " + ref + ".\n");
  }
}
