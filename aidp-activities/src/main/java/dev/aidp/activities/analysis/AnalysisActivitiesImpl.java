package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.analysis.AnalysisActivities;
import dev.aidp.analysis.AnalysisReport;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import java.util.List;

/** Reads trees from the object store; no file is checked out. Safe for use by many threads. */
public final class AnalysisActivitiesImpl implements AnalysisActivities {

  private final Repository repository;
  private final Git git;

  /** Looks at the repository of {@code layout}. */
  public AnalysisActivitiesImpl(Layout layout) {
    this.repository = new Repository(layout);
    this.git = Git.in(layout.gitDir());
  }

  @Override
  public String commit(String ref) {
    try {
      return repository.resolveCommit(ref);
    } catch (UsageException e) {
      throw new StepFailedException(
          Failure.of(FailureKind.PERMANENT, e.getMessage() + " " + e.remedy()), e);
    }
  }

  @Override
  public AnalysisReport analyze(String commit) {
    Names.object(commit);
    List<TreeEntry> tree =
        git.fields("ls-tree", "-r", "-l", "-z", "--full-tree", commit).stream()
            .map(TreeEntry::of)
            .collect(ImmutableList.toImmutableList());
    Contents contents = new Contents(git);
    contents.read(tree.stream().filter(TreeEntry::file).toList());
    return new Analysis(commit, tree, contents, new TreeProject(git, tree)).report();
  }
}
