package dev.aidp.workflows.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.command.CheckResult;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Role;
import dev.aidp.workflows.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {

  @Test
  void parts_are_small_and_together_the_whole() {
    for (long seed = 0; seed < 200; seed++) {
      EvidencePart whole = random(new Random(seed));

      List<EvidencePart> parts = Parts.of(whole);

      assertThat(parts.stream().reduce(EvidencePart.EMPTY, EvidencePart::and)).isEqualTo(whole);
      assertThat(parts).allMatch(part -> Wire.json(part).length() < 16_000);
    }
  }

  @Test
  void what_is_little_is_one_part() {
    EvidencePart little =
        new EvidencePart(
            List.of(), List.of(new UnitHead("a", "c")), List.of(), List.of(), List.of());

    assertThat(Parts.of(little)).containsExactly(little);
    assertThat(Parts.of(EvidencePart.EMPTY)).containsExactly(EvidencePart.EMPTY);
  }

  private static EvidencePart random(Random random) {
    List<TurnRecord> turns = new ArrayList<>();
    List<UnitHead> tips = new ArrayList<>();
    List<Conflict> clashes = new ArrayList<>();
    List<LeftOut> out = new ArrayList<>();
    List<CheckResult> checks = new ArrayList<>();
    for (int i = random.nextInt(400); i > 0; i--) {
      turns.add(new TurnRecord(1, i, "agent", "p".repeat(64), "r".repeat(64), null, Role.CODER));
    }
    for (int i = random.nextInt(1_000); i > 0; i--) {
      tips.add(new UnitHead("unit-" + i, "c".repeat(40)));
    }
    for (int i = random.nextInt(50); i > 0; i--) {
      clashes.add(
          new Conflict(List.of("a", "b" + i), List.of("x.txt"), MergeReport.ResolvedBy.RESOLVER));
      out.add(new LeftOut("u" + i, MergeReport.Reason.GATE, List.of("a"), List.of()));
      checks.add(new CheckResult("c" + i, true, 0, "", "o".repeat(64), i));
    }
    return new EvidencePart(turns, tips, clashes, out, checks);
  }
}
