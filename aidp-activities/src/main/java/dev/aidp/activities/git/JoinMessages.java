package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.TipChanges.Part;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;

/** Who makes the commits of a join, when, and what they say. */
final class JoinMessages {

  private final Work work;
  private final String author;
  private final String committer;

  JoinMessages(Work work, Identity identity) {
    this.work = work;
    this.author = identity.author();
    this.committer = identity.committer();
  }

  /** Returns the one commit of a part that is merged or squashed. */
  NewCommit of(Part part, long seconds) {
    String unit = part.tip().unit();
    String effect = work.effect("join-" + unit);
    boolean merge = part.strategy() == Strategy.MERGE;
    String message =
        merge
            ? NewCommit.octets(CommitMessage.ofMerge(work, unit, effect))
            : SquashMessage.of(part.commits(), author)
                + NewCommit.octets(CommitMessage.ofSquash(work, unit, effect));
    return new NewCommit(
        merge ? ImmutableList.of(part.tip().commit()) : ImmutableList.of(),
        author + at(seconds),
        committer + at(seconds),
        message);
  }

  /** Returns {@code commit} as it is made again on top of something else. */
  NewCommit again(OwnCommit commit, long seconds) {
    return new NewCommit(
        ImmutableList.of(), commit.author(), committer + at(seconds), commit.message());
  }

  private static String at(long seconds) {
    return " " + seconds + " +0000";
  }
}
