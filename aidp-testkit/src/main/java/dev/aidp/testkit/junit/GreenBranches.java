package dev.aidp.testkit.junit;

import dev.aidp.activities.layout.Layout;
import dev.aidp.evidence.CheckRecord;
import dev.aidp.evidence.Evidence;
import dev.aidp.run.Check;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.FreshClone;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The branches that runs have published, each of which must be green in a fresh clone: by the
 * checks of its evidence, which are those that the run says were green.
 */
final class GreenBranches {

  private final SampleRepository repository;
  private final Path clones;
  private final Set<String> green = new HashSet<>();

  GreenBranches(SampleRepository repository, Path clones) {
    this.repository = repository;
    this.clones = clones;
  }

  /** The branches that a merge was given are not its work. */
  synchronized void demand(RunView view) {
    if (!view.ended() || view.rolledBack()) {
      return;
    }
    demand(view.branch());
    if (!view.kind().equals("merge")) {
      view.units().stream()
          .filter(unit -> unit.state().finished())
          .forEach(unit -> demand(unit.head().branch()));
    }
  }

  private void demand(@Nullable String branch) {
    if (branch == null || !repository.refs().containsKey("refs/heads/" + branch)) {
      return;
    }
    String commit = repository.commit(branch);
    if (!green.add(commit)) {
      return;
    }
    FreshClone clone =
        FreshClone.of(repository.top(), branch, clones.resolve(branch.replace('/', '+')));
    for (CheckRecord check : evidence(branch, commit).checks()) {
      if (!check.terms().optional() && new Check(check.name(), check.command()).code() == null) {
        clone.passes(check.name(), check.command());
      }
    }
  }

  private Evidence evidence(String branch, String commit) {
    Path folder = Layout.of(repository.top()).evidence();
    Path file =
        Stream.of(folder, folder.resolve("units"))
            .map(one -> one.resolve(commit + ".json"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("There is no evidence of branch %s.".formatted(branch)));
    try {
      return Wire.read(Files.readString(file), Evidence.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
