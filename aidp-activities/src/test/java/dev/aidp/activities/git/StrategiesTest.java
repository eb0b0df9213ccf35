package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What squash and rebase make of units; what they have in common with plain git is told there. */
class StrategiesTest {

  private static final Work MERGE = new Work("f-csv", 1, Work.MERGE, 1);

  @TempDir Path folder;
  TestRepository repository;
  GitActivitiesImpl git;
  String base;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    git = repository.activities();
    base = repository.commit(repository.head(), "seq 30 > numbers");
  }

  private UnitHead tip(String unit, String... scripts) {
    return on(base, unit, null, scripts);
  }

  private UnitHead on(String start, String unit, @Nullable Strategy strategy, String... scripts) {
    String commit = start;
    for (String script : scripts) {
      commit = repository.commit(commit, script);
    }
    return new UnitHead(unit, commit, strategy);
  }

  private JoinResult join(Strategy strategy, UnitHead... tips) {
    return join(strategy, List.of(), tips);
  }

  private JoinResult join(Strategy strategy, List<Resolution> known, UnitHead... tips) {
    return git.join(new JoinRequest(MERGE, base, List.of(), List.of(tips), known, strategy));
  }

  private String log(JoinResult joined, String format) {
    return repository.sh(
        "git log --reverse --format='" + format + "' " + base + ".." + joined.state().head());
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void done_again_makes_the_same_commits(Strategy strategy) {
    UnitHead[] tips = {
      tip("a", "echo a > a", "echo aa > a"), tip("b", "echo b > b"), tip("c", "sed -i 3d numbers")
    };

    assertThat(join(strategy, tips)).isEqualTo(join(strategy, tips));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void one_after_the_other_they_come_to_what_they_do_at_once(Strategy strategy) {
    UnitHead a = tip("a", "echo a > a", "sed -i 3s/$/a/ numbers");
    UnitHead b = tip("b", "echo b > b");
    UnitHead c = on(a.commit(), "c", null, "sed -i 3s/$/c/ numbers");
    JoinResult first = join(strategy, a, b);

    JoinResult then =
        git.join(
            new JoinRequest(
                MERGE, first.state().head(), List.of(a, b), List.of(c), List.of(), strategy));

    assertThat(then.conflict()).isNull();
    assertThat(then.state()).isEqualTo(join(strategy, a, b, c).state());
  }

  @Test
  void a_squashed_unit_is_one_commit_that_names_what_is_in_it() {
    JoinResult joined =
        join(
            Strategy.SQUASH,
            tip(
                "a",
                "echo a > a; git commit -qm x --allow-empty --author='Bo <bo@b>'",
                "echo b > b"));

    assertThat(log(joined, "%an: %B"))
        .isEqualTo(
            """
            Ada: change

            * x
            * change
            * change

            Co-authored-by: Bo <bo@b>
            Aidp-Run: f-csv
            Aidp-Unit: a
            Aidp-Effect: f-csv.1/_merge.1/join-a""");
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void what_is_made_is_signed_as_git_is_configured_only_if_that_is_wanted(Strategy strategy) {
    boolean signs = repository.sh("command -v ssh-keygen || true").endsWith("ssh-keygen");
    assumeTrue(signs || "true".equals(System.getenv("CI")), "ssh-keygen is not there");
    UnitHead[] tips = {tip("a", "echo a > a", "echo aa > a"), tip("b", "sed -i 3d numbers")};
    base = repository.commit(base, "sed -i 20d numbers");
    repository.sh(
        """
        ssh-keygen -q -t ed25519 -N '' -C ada -f ../key
        echo "ada@example.com $(cat ../key.pub)" > ../signers
        git config gpg.format ssh
        git config user.signingkey "$(cd .. && pwd)/key"
        git config gpg.ssh.allowedSignersFile "$(cd .. && pwd)/signers"
        git config commit.gpgsign true
        """);

    JoinResult plain = join(strategy, tips);
    git =
        new GitActivitiesImpl(
            repository.layout(),
            new Worktrees(repository.layout()),
            (plan, unit) -> "task",
            work -> {},
            true);
    JoinResult signed = join(strategy, tips);

    assertThat(signatures(plain)).isNotEmpty().containsOnly("N");
    assertThat(signatures(signed)).hasSameSizeAs(signatures(plain)).containsOnly("G");
    assertThat(signed.state().tree()).isEqualTo(plain.state().tree());
    assertThat(join(strategy, tips)).isEqualTo(signed);
  }

  private List<String> signatures(JoinResult joined) {
    String range = base + ".." + joined.state().head();
    return repository.sh("git log --first-parent --format=%G? " + range).lines().toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"SQUASH", "REBASE"})
  void what_a_unit_builds_on_does_not_conflict_with_it(Strategy strategy) {
    UnitHead a = tip("a", "sed -i 3s/$/a/ numbers");
    UnitHead b = tip("b", "sed -i 9s/$/b/ numbers");
    UnitHead c = on(a.commit(), "c", null, "sed -i 3s/$/c/ numbers");

    JoinResult joined = join(strategy, a, b, c);

    assertThat(joined.units()).containsExactly("a", "b", "c");
    assertThat(log(joined, "%s").lines()).hasSize(3);
    assertThat(repository.sh("git show " + joined.state().head() + ":numbers | sed -n '3p;9p'"))
        .isEqualTo("3ac\n9b");
  }

  @Test
  void a_commit_of_which_nothing_is_left_is_dropped_and_one_that_was_made_empty_stays() {
    JoinResult joined =
        join(
            Strategy.REBASE,
            tip("a", "echo same > same"),
            tip("b", "echo same > same", "true", "echo b > b"));

    assertThat(log(joined, "%T").lines()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo x > x; git add x", // the same patch, still there
        "sed -i 3s/$/x/ numbers", // the same patch, changed since
      })
  void what_the_branch_has_picked_is_left_out_as_by_git_rebase(String patch) {
    String start = base;
    UnitHead a = tip("a", "echo a > a", patch, "echo b > b");
    for (String since : List.of("true", "git revert --no-edit HEAD", "sed -i 3s/$/more/ numbers")) {
      base = repository.commit(repository.commit(start, patch), since);

      assertThat(rebased(join(Strategy.REBASE, a))).as(since).isEqualTo(plainly(a));
    }
  }

  @Test
  void what_another_unit_has_made_and_taken_back_is_left_out_as_by_git_rebase() {
    String patch = "sed -i 3s/$/x/ numbers";
    UnitHead a = tip("a", "echo a > a", patch, "git revert --no-edit HEAD");
    UnitHead b = tip("b", "echo b > b", patch, "echo c > c");
    UnitHead c = tip("c", "git commit -qm none --allow-empty", "echo d > d");
    UnitHead d = tip("d", "git commit -qm nothing --allow-empty", patch + "; echo e > e");

    JoinResult joined = join(Strategy.REBASE, a, b, c, d);

    assertThat(joined.units()).containsExactly("a", "b", "c", "d");
    assertThat(rebased(joined)).isEqualTo(plainly(a, b, c, d));
    assertThat(log(joined, "%s").lines()).hasSize(12);
  }

  @Test
  void a_unit_may_bring_again_what_one_that_it_builds_on_has_made() {
    String patch = "sed -i 3s/$/x/ numbers";
    UnitHead before = tip("before", "echo b > b");
    UnitHead a = tip("a", patch);
    UnitHead c = on(a.commit(), "c", null, "git revert --no-edit HEAD", patch);

    JoinResult joined = join(Strategy.REBASE, before, a, c);

    assertThat(log(joined, "%s").lines()).hasSize(5);
    assertThat(repository.sh("git show " + joined.state().head() + ":numbers | sed -n 3p"))
        .isEqualTo("3x");
  }

  private String rebased(JoinResult joined) {
    assertThat(joined.conflict()).isNull();
    return log(joined, "%T %an %s");
  }

  /** What {@code git rebase} makes of {@code tips}, one after the other. */
  private String plainly(UnitHead... tips) {
    StringBuilder script = new StringBuilder("git worktree add -q --detach ../plain " + base);
    script.append("\ncd ../plain\nat=").append(base).append('\n');
    for (UnitHead tip : tips) {
      script.append("git checkout -q --detach ").append(tip.commit()).append('\n');
      script.append("git rebase -q $at > ../said 2>&1 || { cat ../said; exit 1; }\n");
      script.append("at=$(git rev-parse HEAD)\n");
    }
    script.append("git log --reverse --format='%T %an %s' ").append(base).append("..$at\n");
    script.append("git worktree remove --force ../plain\n");
    return repository.sh(script.toString());
  }

  @Test
  void each_unit_joins_as_it_says_itself() {
    JoinResult joined =
        join(
            Strategy.MERGE,
            tip("a", "echo a > a"),
            on(base, "b", Strategy.SQUASH, "echo 1 > b1", "echo 2 > b2"),
            on(base, "c", Strategy.REBASE, "echo 1 > c1", "echo 2 > c2"));

    assertThat(log(joined, "%s").lines())
        .containsExactlyInAnyOrder("change", "Merge a", "change", "change", "change");
    assertThat(log(joined, "%p").lines().filter(line -> line.contains(" "))).hasSize(1);
  }

  @Test
  void a_conflict_amid_a_replay_is_settled_and_the_replay_goes_on() {
    UnitHead a = tip("a", "sed -i 3s/$/a/ numbers; sed -i 20s/$/a/ numbers");
    UnitHead b =
        tip("b", "echo b > b", "sed -i 3s/$/b/ numbers", "sed -i 20s/$/b/ numbers", "echo c > c");
    JoinResult first = join(Strategy.REBASE, a, b);
    assertThat(first.units()).containsExactly("a");
    Resolution three = settle(first, "3ab");

    JoinResult second = join(Strategy.REBASE, List.of(three), a, b);
    assertThat(second.settled()).isEmpty();
    assertThat(second.state().head()).isEqualTo(first.state().head());
    Resolution twenty = settle(second, "20ab");
    JoinResult done = join(Strategy.REBASE, List.of(three, twenty), a, b);

    assertThat(done.conflict()).isNull();
    assertThat(done.settled()).extracting(Conflict::key).containsExactly(three.key(), twenty.key());
    assertThat(log(done, "%s").lines()).hasSize(5);
    assertThat(repository.sh("git show " + done.state().head() + ":numbers | sed -n '3p;20p'"))
        .isEqualTo("3ab\n20ab");
  }

  /** Leaves {@code line} where the markers are. */
  private Resolution settle(JoinResult stopped, String line) {
    Conflict conflict = Objects.requireNonNull(stopped.conflict());
    Worktrees worktrees = new Worktrees(repository.layout());
    git.open(MERGE, stopped.state().head());
    worktrees.restore(MERGE, new TreeState(conflict.marked(), stopped.state().head()));
    TestRepository.sh(worktrees.path(MERGE), "sed -i '/^<<<<<<</,/^>>>>>>>/c" + line + "' numbers");
    return Objects.requireNonNull(
        git.readResolution(MERGE, conflict, worktrees.record(MERGE).state(), ResolverScope.CONFLICT)
            .resolution());
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void what_the_tree_says_of_merging_a_file_holds(Strategy strategy) {
    base =
        repository.commit(
            base, "echo 'sub/log merge=union' > .gitattributes; mkdir sub; echo 1 > sub/log");

    JoinResult joined =
        join(strategy, tip("a", "echo a >> sub/log"), tip("b", "echo b >> sub/log"));

    assertThat(joined.conflict()).isNull();
    assertThat(repository.sh("git show " + joined.state().head() + ":sub/log"))
        .isEqualTo("1\na\nb");
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void what_a_unit_says_of_merging_a_file_holds_for_those_after_it(Strategy strategy) {
    JoinResult joined =
        join(
            strategy,
            tip("first", "echo 'numbers merge=union' > .gitattributes"),
            tip("a", "echo a >> numbers"),
            tip("b", "echo b >> numbers"));

    assertThat(joined.conflict()).isNull();
    assertThat(repository.sh("git show " + joined.state().head() + ":numbers | tail -n 2"))
        .isEqualTo("a\nb");
  }

  @Test
  void names_that_are_no_text_survive() {
    String odd = "echo x > \"$(printf 'a\\377\\n\\\"\\\\b\\tü')\"";
    UnitHead a = tip("a", odd);
    UnitHead b = tip("b", "echo b > b");

    JoinResult joined = join(Strategy.SQUASH, b, a);

    assertThat(repository.sh("git diff --name-only " + a.commit() + " " + joined.state().head()))
        .isEqualTo("b");
  }

  @Test
  void many_at_once_leave_no_ref_but_what_is_kept() {
    UnitHead[] tips = new UnitHead[12];
    for (int i = 0; i < tips.length; i++) {
      tips[i] = tip("u" + i, "echo " + i + " > new" + i);
    }

    JoinResult joined = join(Strategy.MERGE, tips);

    assertThat(joined.units()).hasSize(12);
    assertThat(repository.sh("git for-each-ref --format='%(refname)' refs/aidp"))
        .isEqualTo("refs/aidp/f-csv/_merge/kept/" + joined.state().head());
    assertThat(repository.sh("ls .git | grep -c crash || true")).isEqualTo("0");
  }
}
