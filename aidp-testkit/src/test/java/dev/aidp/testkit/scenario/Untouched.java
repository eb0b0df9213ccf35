package dev.aidp.testkit.scenario;

import com.google.common.collect.Sets;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.repo.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is the user's in a repository, as it was before a run. */
record Untouched(SampleRepository repository, UserState state, Set<String> objects) {

  static Untouched of(SampleRepository repository) {
    return new Untouched(repository, repository.userState(), repository.objects());
  }

  /** Demands that it is so still, but for the run's {@code result}. */
  void demand(@Nullable String result) {
    UserState later = repository.userState();
    UserState compared =
        result == null || state.refs().containsKey("refs/heads/" + result)
            ? later
            : later.without(result);
    List<String> changes = new ArrayList<>(state.changesIn(compared));
    Sets.difference(objects, repository.objects()).forEach(id -> changes.add("object gone: " + id));
    if (!changes.isEmpty()) {
      throw new AssertionError("The user's repository was changed:\n" + String.join("\n", changes));
    }
    repository.git("fsck", "--connectivity-only", "--no-dangling");
  }
}
