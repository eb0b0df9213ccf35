package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import java.util.List;
import java.util.Optional;

/** The resolutions that passed, in this run and in all others of the repository. */
final class ResolutionMemory {

  private final JsonFileCache<Resolution> kept;
  private final Resolutions resolutions;

  ResolutionMemory(Layout layout, Git git) {
    this.kept = new JsonFileCache<>(layout.resolutions(), Resolution.class);
    this.resolutions = new Resolutions(git);
  }

  /** Returns how {@code conflict} is settled, the run's own word first, or empty. */
  Optional<Resolution> known(JoinRequest joining, Conflict conflict) {
    return joining.resolutions().stream()
        .filter(resolution -> resolution.key().equals(conflict.key()))
        .filter(resolution -> resolutions.fits(conflict.marked(), resolution))
        .findFirst()
        .or(
            () ->
                kept.get(conflict.key())
                    .filter(resolution -> resolution.key().equals(conflict.key()))
                    .filter(resolution -> resolutions.fits(conflict.marked(), resolution)));
  }

  void remember(List<Resolution> passed) {
    passed.forEach(resolution -> kept.put(resolution.key(), resolution));
  }
}
