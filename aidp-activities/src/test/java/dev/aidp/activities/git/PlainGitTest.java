package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is joined in the object store against what plain git makes in a worktree of it. */
class PlainGitTest {

  private static final Work MERGE = new Work("f-plain", 1, Work.MERGE, 1);
  private static final int BRANCHES = 9;
  private static final long FIRST = Long.getLong("aidp.first.seed", 20261121);

  @TempDir Path folder;
  TestRepository repository;
  GitActivitiesImpl git;

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + Integer.getInteger("aidp.seeds", 2));
  }

  private void make(long seed, boolean dependent) throws IOException {
    repository = TestRepository.in(folder);
    repository.sh(new RandomBranches(seed, dependent).script(BRANCHES));
    git = repository.activities();
  }

  /** What came of all branches; those that conflict are left out. */
  private record Outcome(String head, List<String> joined) {}

  private Outcome ours(Strategy strategy) {
    List<UnitHead> rest = new ArrayList<>();
    for (int i = 0; i < BRANCHES; i++) {
      rest.add(new UnitHead("b" + i, repository.sh("git rev-parse b" + i)));
    }
    List<UnitHead> in = new ArrayList<>();
    String onto = repository.sh("git rev-parse main-line");
    while (!rest.isEmpty()) {
      JoinResult joined = git.join(new JoinRequest(MERGE, onto, in, rest, List.of(), strategy));
      int count = joined.units().size();
      in.addAll(rest.subList(0, count));
      onto = joined.state().head();
      assertThat(repository.sh("git rev-parse " + onto + "^{tree}"))
          .isEqualTo(joined.state().tree());
      rest = rest.subList(Math.min(rest.size(), count + 1), rest.size());
    }
    return new Outcome(onto, in.stream().map(UnitHead::unit).toList());
  }

  /** Does in a worktree what {@code join} says for the branch {@code $b}, or counts it as out. */
  private Outcome plain(String join, Outcome ours) {
    Path scratch = repository.top().resolveSibling("plain");
    repository.sh("git worktree add -q --detach '" + scratch + "' main-line");
    repository.sh("git rev-list --first-parent --reverse main-line.." + ours.head() + " > ../made");
    String said =
        TestRepository.sh(
            scratch,
            """
            exec 3< ../made
            in=
            for i in $(seq 0 %d); do
              b=b$i
              %s
            done
            echo "$(git rev-parse HEAD)$in"
            """
                .formatted(BRANCHES - 1, join));
    repository.sh("git worktree remove --force '" + scratch + "'");
    List<String> words = ImmutableList.copyOf(said.lines().reduce("", (a, b) -> b).split(" ", -1));
    return new Outcome(words.get(0), words.subList(1, words.size()));
  }

  /** Takes message and dates from the commit that was made for the branch. */
  private static final String LIKE_OURS =
      """
      read -r like <&3
            git cat-file commit $like | sed '1,/^$/d' > ../message
            export GIT_AUTHOR_DATE="$(git log -1 --format=%ad --date=raw $like)"
            export GIT_COMMITTER_DATE="$(git log -1 --format=%cd --date=raw $like)"
      """;

  @ParameterizedTest
  @MethodSource("seeds")
  void merges_are_the_commits_of_git_merge(long seed) throws IOException {
    make(seed, true);
    Outcome ours = ours(Strategy.MERGE);

    Outcome plain =
        plain(
            """
            if git merge -q --no-ff --no-commit $b > ../said 2>&1; then
              in="$in $b"
              if git rev-parse -q --verify MERGE_HEAD > ../said; then
            %s
            git commit -q --cleanup=verbatim -F ../message
              fi
            else
              git merge --abort
            fi
            """
                .formatted(LIKE_OURS),
            ours);

    assertThat(ours).as("seed " + seed).isEqualTo(plain);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void squashes_are_the_commits_of_git_merge_squash(long seed) throws IOException {
    make(seed, false);
    Outcome ours = ours(Strategy.SQUASH);

    Outcome plain =
        plain(
            """
            if git merge -q --squash $b > ../said 2>&1; then
              in="$in $b"
              if ! git diff-index --cached --quiet HEAD; then
            %s
            git commit -q --cleanup=verbatim -F ../message
              fi
            else
              git reset -q --hard
            fi
            """
                .formatted(LIKE_OURS),
            ours);

    assertThat(ours).as("seed " + seed).isEqualTo(plain);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rebased_commits_are_those_of_git_rebase(long seed) throws IOException {
    make(seed, false);
    Outcome ours = ours(Strategy.REBASE);

    Outcome plain =
        plain(
            """
            at=$(git rev-parse HEAD)
            git checkout -q --detach $b
            if git rebase -q $at > ../said 2>&1; then
              in="$in $b"
            else
              git rebase --abort; git checkout -q --detach $at
            fi
            """,
            ours);

    assertThat(ours.joined()).as("seed " + seed).isEqualTo(plain.joined());
    assertThat(contents(ours.head())).as("seed " + seed).isEqualTo(contents(plain.head()));
  }

  private String contents(String head) {
    return repository.sh(
        "git log --reverse --date=raw --format='%T %an <%ae> %ad%n%B' main-line.." + head);
  }
}
