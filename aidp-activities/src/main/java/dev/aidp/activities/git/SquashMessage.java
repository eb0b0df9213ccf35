package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a commit says that stands for several. Pure. Its trailers are all of theirs, but for Aidp's
 * own, and who wrote them.
 */
final class SquashMessage {

  /** More subjects than these nobody reads. */
  private static final int SUBJECTS = 100;

  private static final Pattern TRAILER = Pattern.compile("[A-Za-z0-9-]+: .+");

  private SquashMessage() {}

  /**
   * Returns the message up to its last trailer.
   *
   * @param author who makes the commit and need not be named, as {@code NAME <MAIL>}
   */
  static String of(ImmutableList<OwnCommit> commits, String author) {
    OwnCommit last = commits.get(commits.size() - 1);
    List<String> own = commits.stream().flatMap(each -> trailers(each).stream()).toList();
    Stream<String> authors =
        commits.stream()
            .map(OwnCommit::author)
            .map(line -> line.substring(0, line.lastIndexOf('>') + 1))
            .filter(each -> !each.equals(author))
            .map(each -> "Co-authored-by: " + each);
    ImmutableSet<String> trailers =
        Stream.concat(own.stream().filter(each -> !each.startsWith("Aidp-")), authors)
            .collect(ImmutableSet.toImmutableSet());
    String text = commits.size() == 1 ? body(last) : last.subject() + list(commits);
    return text + "\n\n" + String.join("", Lists.transform(trailers.asList(), each -> each + "\n"));
  }

  private static String list(ImmutableList<OwnCommit> commits) {
    StringBuilder list = new StringBuilder("\n");
    commits.stream().limit(SUBJECTS).forEach(each -> list.append("\n* ").append(each.subject()));
    return commits.size() <= SUBJECTS
        ? list.toString()
        : list.append("\n* and ").append(commits.size() - SUBJECTS).append(" more").toString();
  }

  private static String body(OwnCommit commit) {
    String message = commit.message().stripTrailing();
    return trailers(commit).isEmpty() ? message : message.substring(0, message.lastIndexOf("\n\n"));
  }

  /** The last paragraph, if it is not the first and all its lines look like trailers. */
  private static List<String> trailers(OwnCommit commit) {
    String message = commit.message().stripTrailing();
    int gap = message.lastIndexOf("\n\n");
    List<String> lines = gap < 0 ? List.of() : message.substring(gap + 2).lines().toList();
    return lines.stream().allMatch(line -> TRAILER.matcher(line).matches()) ? lines : List.of();
  }
}
