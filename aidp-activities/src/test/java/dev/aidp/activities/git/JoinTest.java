package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Clashing;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Prediction;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinTest {

  private static final Work MERGE = new Work("f-csv", 1, Work.MERGE, 1);

  @TempDir Path folder;
  TestRepository repository;
  GitActivitiesImpl git;
  String base;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    git = repository.activities();
    base = repository.head();
  }

  private UnitHead tip(String unit, String script) {
    return new UnitHead(unit, repository.commit(base, script));
  }

  private JoinResult join(UnitHead... tips) {
    return join(MERGE, base, List.of(), List.of(tips), List.of());
  }

  private JoinResult join(
      Work work, String onto, List<UnitHead> joined, List<UnitHead> tips, List<Resolution> known) {
    return git.join(new JoinRequest(work, onto, joined, tips, known, Strategy.MERGE));
  }

  /** What a resolver leaves that runs {@code script} in a worktree of the conflict. */
  private TreeState resolver(JoinResult stopped, String script) {
    Worktrees worktrees = new Worktrees(repository.layout());
    git.open(MERGE, stopped.state().head());
    worktrees.restore(MERGE, new TreeState(conflict(stopped).marked(), stopped.state().head()));
    TestRepository.sh(worktrees.path(MERGE), script);
    return worktrees.record(MERGE).state();
  }

  private static Conflict conflict(JoinResult joined) {
    return java.util.Objects.requireNonNull(joined.conflict());
  }

  private String files(String tree) {
    return repository.sh("git ls-tree -r --name-only " + tree);
  }

  @Test
  void each_unit_has_a_merge_commit_of_its_own() throws IOException {
    var before = repository.users();
    JoinResult joined = join(tip("a", "echo a > a"), tip("b", "echo b > b"));

    assertThat(joined.units()).containsExactly("a", "b");
    assertThat(joined.conflict()).isNull();
    assertThat(
            repository.sh(
                "git log --first-parent --format='%s %(trailers:key=Aidp-Unit,valueonly,separator=)' "
                    + joined.state().head()))
        .isEqualTo("Merge b b\nMerge a a\nstart");
    assertThat(repository.sh("git rev-parse " + joined.state().head() + "^{tree}"))
        .isEqualTo(joined.state().tree());
    assertThat(files(joined.state().tree())).isEqualTo(".gitignore\na\nb\nfile.txt");
    assertThat(repository.users()).isEqualTo(before);
  }

  @Test
  void done_again_it_makes_the_same_commits() {
    UnitHead a = tip("a", "echo a > a");
    UnitHead b = tip("b", "echo b > b");

    assertThat(join(a, b)).isEqualTo(join(a, b));
  }

  @Test
  void what_is_contained_joins_without_a_commit() {
    JoinResult joined = join(new UnitHead("nothing", base));

    assertThat(joined.units()).containsExactly("nothing");
    assertThat(joined.state().head()).isEqualTo(base);
  }

  @Test
  void a_unit_begins_on_its_only_dependency_itself() {
    UnitHead a = tip("a", "echo a > a");

    JoinResult joined =
        join(new Work("f-csv", 1, "writer", 1), base, List.of(), List.of(a), List.of());

    assertThat(joined.state().head()).isEqualTo(a.commit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo x > d|mkdir d; echo x > d/in",
        "mkdir d; echo x > d/in|echo x > d",
        "ln -s file.txt d|mkdir d; echo x > d/in",
        "ln -s file.txt d|echo x > d"
      })
  void a_conflict_of_kinds_is_told_by_names_that_a_side_knows(String one, String other) {
    UnitHead a = tip("a", one);
    UnitHead b = tip("b", other);

    Conflict conflict = conflict(join(a, b));

    assertThat(conflict.names()).containsExactly("d");
    assertThat(conflict.with()).containsExactly("a");
    Clashing clashing = git.predict(new Prediction(MERGE, base, List.of(a, b), List.of(), 50));
    assertThat(clashing.pairs())
        .allSatisfy(
            pair -> assertThat(pair.files()).allMatch(file -> file.matches("d(:[0-9,-]+)?")))
        .isNotEmpty();
  }

  @Test
  void stops_before_the_first_that_conflicts_and_says_with_whom() {
    JoinResult joined =
        join(
            tip("a", "echo a > a"),
            tip("b", "sed -i s/two/b/ file.txt"),
            tip("c", "sed -i s/two/c/ file.txt; echo c > c"),
            tip("d", "echo d > d"));

    assertThat(joined.units()).containsExactly("a", "b");
    assertThat(conflict(joined).unit()).isEqualTo("c");
    assertThat(conflict(joined).with()).containsExactly("b");
    assertThat(conflict(joined).files()).containsExactly("file.txt");
    assertThat(repository.sh("git show " + conflict(joined).marked() + ":file.txt"))
        .contains("<<<<<<<", "=======", ">>>>>>>");
    assertThat(files(joined.state().tree())).doesNotContain("d");
  }

  @Test
  void a_settled_conflict_is_used_again() {
    UnitHead b = tip("b", "sed -i s/two/b/ file.txt");
    UnitHead c = tip("c", "sed -i s/two/c/ file.txt");
    JoinResult stopped = join(b, c);
    TreeState state = resolver(stopped, "printf 'one\\nb and c\\nthree\\n' > file.txt");
    ResolutionReading reading = git.readResolution(MERGE, conflict(stopped), state, null);
    assertThat(reading.faults()).isEmpty();

    UnitHead a = tip("a", "echo a > a");
    JoinResult joined =
        join(MERGE, base, List.of(), List.of(a, b, c), List.of(reading.resolution()));

    assertThat(joined.units()).containsExactly("a", "b", "c");
    assertThat(joined.settled())
        .singleElement()
        .extracting(Conflict::key)
        .isEqualTo(conflict(stopped).key());
    assertThat(repository.sh("git show " + joined.state().tree() + ":file.txt"))
        .isEqualTo("one\nb and c\nthree");
    assertThat(files(joined.state().tree())).isEqualTo(".gitignore\na\nfile.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true|still has a conflict marker in line 2",
        "sed -i 's/^<<<<<<<.*//; s/^>>>>>>>.*//' file.txt|still has a conflict marker in line",
        "sed -i 's/^=======$//; s/^>>>>>>>.*//' file.txt|still has a conflict marker in line 2",
        "echo ok > file.txt; echo x > other|`other` was changed, but it has no conflict",
        "echo ok > file.txt; rm .gitignore|`.gitignore` was changed, but it has no conflict"
      })
  void says_what_is_wrong_with_a_resolution(String script, String fault) {
    JoinResult stopped =
        join(tip("b", "sed -i s/two/b/ file.txt"), tip("c", "sed -i s/two/c/ file.txt"));

    ResolutionReading reading =
        git.readResolution(MERGE, conflict(stopped), resolver(stopped, script), null);

    assertThat(reading.resolution()).isNull();
    assertThat(reading.faults()).anySatisfy(said -> assertThat(said).contains(fault));
  }

  @Test
  void marker_lines_that_belong_to_the_file_are_no_fault() {
    base =
        repository.commit(
            base, "printf 'Title\\n=======\\n<<<<<<< example\\none\\ntwo\\n' > file.txt");
    JoinResult stopped =
        join(tip("b", "sed -i s/two/b/ file.txt"), tip("c", "sed -i s/two/c/ file.txt"));

    TreeState state =
        resolver(stopped, "printf 'Title\\n=======\\n<<<<<<< example\\none\\nboth\\n' > file.txt");

    assertThat(git.readResolution(MERGE, conflict(stopped), state, null).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true,3", "rm file.txt,0"})
  void after_modify_and_delete_the_file_may_stay_or_go(String script, int lines) {
    UnitHead b = tip("b", "echo b > b; rm file.txt");
    UnitHead c = tip("c", "sed -i s/two/c/ file.txt");
    JoinResult stopped = join(b, c);
    assertThat(conflict(stopped).files()).containsExactly("file.txt");

    ResolutionReading reading =
        git.readResolution(MERGE, conflict(stopped), resolver(stopped, script), null);
    JoinResult joined = join(MERGE, base, List.of(), List.of(b, c), List.of(reading.resolution()));

    assertThat(joined.conflict()).isNull();
    assertThat(
            repository
                .sh("git show " + joined.state().tree() + ":file.txt 2>/dev/null | wc -l")
                .strip())
        .isEqualTo(Integer.toString(lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "printf 'b\\0' > bin|printf 'c\\0' > bin|printf 'both\\0' > bin",
        "ln -sf b file.txt|ln -sf c file.txt|ln -sf both file.txt",
        "git mv file.txt b.txt; echo b >> b.txt|git mv file.txt c.txt; echo c >> c.txt|rm -f file.txt c.txt; echo both > b.txt",
        "git rm -qf file.txt; mkdir file.txt; echo x > file.txt/x|sed -i s/two/c/ file.txt|rm -f file.txt~*",
        "echo b > n; chmod +x n|echo c > n|echo both > n; chmod +x n",
        "printf 'b' > 'a b ü'|printf 'c' > 'a b ü'|printf 'both' > 'a b ü'",
        "f=$(printf 'new\\nline'); echo b > \"$f\"|f=$(printf 'new\\nline'); echo c > \"$f\"|f=$(printf 'new\\nline'); echo both > \"$f\""
      })
  void every_kind_of_conflict_is_settled_and_remembered(String b, String c, String resolution) {
    UnitHead first = tip("b", b);
    UnitHead second = tip("c", c);
    JoinResult stopped = join(first, second);
    assertThat(conflict(stopped).with()).containsExactly("b");

    TreeState state = resolver(stopped, resolution);
    ResolutionReading reading = git.readResolution(MERGE, conflict(stopped), state, null);
    assertThat(reading.faults()).isEmpty();
    JoinResult joined =
        join(MERGE, base, List.of(), List.of(first, second), List.of(reading.resolution()));

    assertThat(joined.conflict()).isNull();
    assertThat(joined.state().tree()).isEqualTo(state.tree());
  }

  @Test
  void tells_the_state_after_each_unit() {
    JoinResult joined =
        join(tip("a", "echo a > a"), new UnitHead("none", base), tip("b", "echo b > b"));

    assertThat(joined.after()).hasSize(3);
    assertThat(joined.after().get(2)).isEqualTo(joined.state());
    assertThat(joined.after().get(1)).isEqualTo(joined.after().get(0));
    assertThat(files(joined.after().get(0).tree())).isEqualTo(".gitignore\na\nfile.txt");
  }

  @Test
  void a_resolution_that_passed_is_used_by_every_later_run() {
    UnitHead b = tip("b", "sed -i s/two/b/ file.txt");
    UnitHead c = tip("c", "sed -i s/two/c/ file.txt");
    JoinResult stopped = join(b, c);
    TreeState state = resolver(stopped, "printf 'one\\nboth\\nthree\\n' > file.txt");
    Resolution made = git.readResolution(MERGE, conflict(stopped), state, null).resolution();
    git.remember(MERGE, List.of(made));

    JoinResult later =
        join(new Work("later", 1, Work.MERGE, 1), base, List.of(), List.of(b, c), List.of());

    assertThat(later.conflict()).isNull();
    assertThat(later.settled()).hasSize(1);
    assertThat(later.state().tree()).isEqualTo(state.tree());
  }

  @Test
  void a_resolution_whose_content_is_gone_is_not_known_any_more() {
    UnitHead b = tip("b", "sed -i s/two/b/ file.txt");
    UnitHead c = tip("c", "sed -i s/two/c/ file.txt");
    String key = conflict(join(b, c)).key();
    String gone = "0123456789012345678901234567890123456789";
    git.remember(
        MERGE,
        List.of(new Resolution(key, List.of(new Resolution.Settled("file.txt", gone, "100644")))));

    assertThat(join(b, c).conflict()).isNotNull();
  }

  @Test
  void work_beside_the_conflict_counts_where_it_is_allowed_and_only_on_what_it_was_made_for() {
    UnitHead b = tip("b", "sed -i s/two/b/ file.txt");
    UnitHead c = tip("c", "sed -i s/two/c/ file.txt");
    JoinResult stopped = join(b, c);
    TreeState state = resolver(stopped, "echo both > file.txt; echo more > other");
    Resolution made =
        git.readResolution(MERGE, conflict(stopped), state, ResolverScope.ANY).resolution();

    JoinResult joined = join(MERGE, base, List.of(), List.of(b, c), List.of(made));
    UnitHead other = tip("a", "echo mine > other");
    JoinResult elsewhere = join(MERGE, base, List.of(), List.of(other, b, c), List.of(made));

    assertThat(joined.state().tree()).isEqualTo(state.tree());
    assertThat(conflict(elsewhere).unit()).isEqualTo("c");
  }

  @Test
  void says_before_anybody_joins_who_conflicts_and_in_which_lines() {
    List<UnitHead> tips =
        List.of(
            tip("a", "echo a > a"),
            tip("b", "sed -i s/two/b/ file.txt"),
            tip("c", "sed -i s/two/c/ file.txt"),
            tip("d", "mkdir a; echo d > a/d"));
    Prediction all = new Prediction(MERGE, base, tips, List.of(), 50);

    Clashing clashing = git.predict(all);

    assertThat(clashing.pairs())
        .contains(new Clashing.Pair(List.of("b", "c"), List.of("file.txt:2-6")))
        .extracting(Clashing.Pair::units)
        .containsExactly(List.of("a", "d"), List.of("b", "c"));
    assertThat(git.predict(all)).isEqualTo(clashing);
    assertThat(git.predict(new Prediction(MERGE, base, tips.subList(0, 2), tips.subList(2, 4), 1)))
        .extracting(Clashing::pairs)
        .isEqualTo(List.of(clashing.pairs().get(0)));
  }

  @Test
  void shows_what_both_sides_have_changed() {
    JoinResult stopped =
        join(tip("b", "sed -i s/two/b/ file.txt"), tip("c", "sed -i s/two/c/ file.txt"));

    assertThat(ConflictSides.diffs(repository.layout(), conflict(stopped)))
        .satisfiesExactly(
            c -> assertThat(c).contains("-two", "+c"), b -> assertThat(b).contains("-two", "+b"));
  }

  @Test
  void what_it_made_survives_a_collection_of_garbage() {
    JoinResult stopped =
        join(
            tip("a", "echo a > a"),
            tip("b", "sed -i s/two/b/ file.txt"),
            tip("c", "sed -i s/two/c/ file.txt"));

    repository.sh("git reflog expire --expire=now --all; git gc -q --prune=now");

    assertThat(files(stopped.state().head())).contains("a");
    assertThat(files(conflict(stopped).marked())).contains("file.txt");
  }

  @Test
  void a_rename_and_a_change_of_the_renamed_file_join() {
    JoinResult joined =
        join(tip("b", "git mv file.txt moved.txt"), tip("c", "sed -i s/two/c/ file.txt"));

    assertThat(repository.sh("git show " + joined.state().tree() + ":moved.txt"))
        .isEqualTo("one\nc\nthree");
  }

  @Test
  void joins_random_work_as_plain_git_merges_it() {
    long seed = 20261121;
    Random random = new Random(seed);
    int conflicts = 0;
    for (int round = 0; round < 12; round++) {
      UnitHead a = tip("a", scribble(random));
      UnitHead b = tip("b", scribble(random));
      JoinResult joined = join(a, b);

      String plain = plainMerge(a.commit(), b.commit());

      String ours =
          joined.conflict() == null
              ? joined.state().tree()
              : "conflict "
                  + String.join(" ", ImmutableList.sortedCopyOf(conflict(joined).files()));
      assertThat(ours).as("seed %d, round %d", seed, round).isEqualTo(plain);
      conflicts += joined.conflict() == null ? 0 : 1;
    }
    assertThat(conflicts).isBetween(1, 11);
  }

  private static String scribble(Random random) {
    StringBuilder script = new StringBuilder("seq 30 > numbers\n");
    for (int i = 0; i < 3; i++) {
      int line = 1 + random.nextInt(30);
      script.append(
          switch (random.nextInt(4)) {
            case 0 -> "sed -i '" + line + "s/$/x" + random.nextInt(2) + "/' numbers\n";
            case 1 -> "sed -i 's/two/" + random.nextInt(2) + "/' file.txt 2>/dev/null || true\n";
            case 2 -> "echo " + random.nextInt(2) + " > new" + random.nextInt(3) + "\n";
            default -> "rm -f file.txt\n";
          });
    }
    return script.toString();
  }

  private String plainMerge(String a, String b) {
    Path scratch = repository.top().resolveSibling("plain");
    repository.sh("git worktree add -q --detach '" + scratch + "' " + a);
    String result =
        TestRepository.sh(
            scratch,
            "if git merge -q --no-edit %s >/dev/null 2>&1; then git rev-parse 'HEAD^{tree}';"
                    .formatted(b)
                + " else echo conflict $(git diff --name-only --diff-filter=U | sort); fi");
    repository.sh("git worktree remove --force '" + scratch + "'");
    return result;
  }
}
