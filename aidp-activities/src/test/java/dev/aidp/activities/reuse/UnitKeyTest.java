package dev.aidp.activities.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.PathChange;
import dev.aidp.artifact.Artifact;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanUnit;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Approval;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnitKeyTest {

  private static final RunSettings SETTINGS = RunSettings.of("agent", new Check("test", "make"));
  private static final ClaimedFiles BASE = files("src/a.txt 1", "src/b.txt 1", "doc/c.txt 1");

  private static ClaimedFiles files(String... all) {
    return new ClaimedFiles(
        Stream.of(all)
            .map(each -> each.split(" ", 2))
            .map(each -> new PathChange(each[0], "000000", "0", "100644", each[1]))
            .toList());
  }

  private static Plan.Unit unit(Consumer<PlanUnit> saying) {
    return Plan.of("f").unit("u", saying).build().units().get(0);
  }

  private static String key(Plan.Unit unit, RunSettings settings, ClaimedFiles base) {
    return new UnitKey(unit, settings, base, ImmutableList.of(), ImmutableList.of()).hash();
  }

  private static String claiming(ClaimedFiles base, String... files) {
    return key(unit(u -> u.task("T").files(files)), SETTINGS, base);
  }

  @Test
  void all_that_a_units_work_hangs_on_is_in_its_key() {
    List<String> keys =
        List.of(
            key(unit(u -> u.task("T")), SETTINGS, BASE),
            key(unit(u -> u.task("Other")), SETTINGS, BASE),
            key(unit(u -> u.task("T").check("own", "make")), SETTINGS, BASE),
            key(unit(u -> u.task("T").outputs("note")), SETTINGS, BASE),
            key(unit(u -> u.task("T").files("src/**")), SETTINGS, BASE),
            key(unit(u -> u.command("T")), SETTINGS, BASE),
            key(unit(u -> u.task("T")), SETTINGS.withClaims(Claims.DENY), BASE),
            key(unit(u -> u.task("T")), SETTINGS.withChecks(List.of()), BASE),
            key(unit(u -> u.task("T")), coder("other"), BASE));

    assertThat(keys).doesNotHaveDuplicates();
  }

  private static RunSettings coder(String command) {
    return SETTINGS.withAgents(ImmutableMap.of(Role.CODER, AgentChain.command(command)));
  }

  @Test
  void what_a_units_work_does_not_hang_on_is_not_in_it() {
    String key = key(unit(u -> u.task("T")), SETTINGS, BASE);

    assertThat(key(unit(u -> u.task("T").retries(7)), SETTINGS, BASE)).isEqualTo(key);
    assertThat(
            key(
                unit(u -> u.task("T")),
                SETTINGS.withLimits(SETTINGS.limits().withMaxParallel(9)),
                BASE))
        .isEqualTo(key);
    assertThat(key(unit(u -> u.task("T")), SETTINGS.withApprovals(List.of(Approval.MERGE)), BASE))
        .isEqualTo(key);
  }

  @Test
  void of_the_base_only_what_a_unit_claims_is_in_it_and_all_of_it_where_it_claims_nothing() {
    ClaimedFiles moved = files("src/a.txt 1", "src/b.txt 1", "doc/c.txt 2", "new.txt 1");

    assertThat(claiming(moved, "src/**")).isEqualTo(claiming(BASE, "src/**"));
    assertThat(claiming(moved, "src/a.txt")).isEqualTo(claiming(BASE, "src/a.txt"));
    assertThat(claiming(moved, "src/*", "*/c.txt"))
        .isNotEqualTo(claiming(BASE, "src/*", "*/c.txt"));
    assertThat(claiming(moved, "new.txt")).isNotEqualTo(claiming(BASE, "new.txt"));
    assertThat(claiming(moved)).isNotEqualTo(claiming(BASE));
  }

  @Test
  void what_its_needs_have_left_is_in_it_as_far_as_it_claims_that_or_gets_it() {
    Plan.Unit unit = unit(u -> u.task("T").files("src/**"));

    assertThat(needing(unit, files("src/a.txt 2"))).isNotEqualTo(needing(unit, files()));
    assertThat(needing(unit, files("doc/c.txt 2"))).isEqualTo(needing(unit, files()));
    assertThat(getting(unit, "one")).isNotEqualTo(getting(unit, "other"));
  }

  private static String needing(Plan.Unit unit, ClaimedFiles left) {
    return new UnitKey(unit, SETTINGS, BASE, ImmutableList.of(left), ImmutableList.of()).hash();
  }

  private static String getting(Plan.Unit unit, String ref) {
    ImmutableList<Artifact> inputs = ImmutableList.of(new Artifact("n", "note", ref));
    return new UnitKey(unit, SETTINGS, BASE, ImmutableList.of(), inputs).hash();
  }
}
