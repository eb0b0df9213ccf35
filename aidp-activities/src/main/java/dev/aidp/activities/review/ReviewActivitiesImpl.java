package dev.aidp.activities.review;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.markdown.FencedBlock;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.ReviewActivities;
import dev.aidp.workloop.ReviewReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads reviewers' replies; what they find in files that the work has not changed is marked. */
public final class ReviewActivitiesImpl implements ReviewActivities {

  private final ArtifactStore artifacts;
  private final Worktrees worktrees;

  /** Reads from {@code artifacts}; {@code worktrees} know what was changed. */
  public ReviewActivitiesImpl(ArtifactStore artifacts, Worktrees worktrees) {
    this.artifacts = artifacts;
    this.worktrees = worktrees;
  }

  @Override
  public ReviewReading read(String reply, String from, String to) {
    Optional<byte[]> block = block(reply);
    if (block.isEmpty()) {
      return new ReviewReading(
          ImmutableList.of(),
          ImmutableList.of(
              new Detail("reply", "there is no review in a block fenced by ```json and ```")));
    }
    ReviewReading reading = ReviewReader.read(block.get());
    Set<String> changed = ImmutableSet.copyOf(worktrees.changed(from, to));
    List<Finding> findings =
        reading.findings().stream()
            .map(each -> each.in(each.file() != null && !changed.contains(each.file())))
            .toList();
    return new ReviewReading(findings, reading.faults());
  }

  private Optional<byte[]> block(String reply) {
    try (InputStream in = artifacts.open(reply)) {
      return FencedBlock.in(in, StrictYaml.MAX_BYTES + 1, "json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
