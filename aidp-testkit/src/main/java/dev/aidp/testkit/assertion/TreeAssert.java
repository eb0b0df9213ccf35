package dev.aidp.testkit.assertion;

import dev.aidp.testkit.repo.SampleRepository;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;

/** What a test demands of the files in a branch. */
public final class TreeAssert extends AbstractAssert<TreeAssert, Map<String, String>> {

  private final RunAssert run;
  private final String branch;

  TreeAssert(RunAssert run, SampleRepository repository, String branch) {
    super(repository.files(branch), TreeAssert.class);
    this.run = run;
    this.branch = branch;
  }

  /** Demands a file with exactly this content. */
  public TreeAssert holds(String path, String content) {
    holds(path);
    String found = actual.get(path);
    if (!content.equals(found)) {
      failWithMessage("%s of branch %s is%n  %s%nnot%n  %s", path, branch, found, content);
    }
    return this;
  }

  /** Demands these files, whatever is in them. */
  public TreeAssert holds(String... paths) {
    for (String path : paths) {
      if (!actual.containsKey(path)) {
        failWithMessage("There is no %s in branch %s, but %s.", path, branch, actual.keySet());
      }
    }
    return this;
  }

  /** Demands that there is no such file. */
  public TreeAssert lacks(String path) {
    if (actual.containsKey(path)) {
      failWithMessage("%s is in branch %s.", path, branch);
    }
    return this;
  }

  /** Goes back to the run. */
  public RunAssert run() {
    return run;
  }
}
