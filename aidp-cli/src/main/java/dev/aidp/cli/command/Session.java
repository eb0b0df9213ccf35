package dev.aidp.cli.command;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.Runs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository, or a Temporal service that knows runs of any, opened for one command.
 *
 * @param opened the repository, or null where there is none
 * @param service what the service knows, or null where nobody named one
 * @param config the settings
 */
record Session(@Nullable Aidp opened, @Nullable Runs service, Config config)
    implements AutoCloseable {

  /** Makes one for work in a repository. */
  Session(Aidp repository, Config config) {
    this(repository, null, config);
  }

  /** Opens the repository, to work there. */
  static Session open(Shell shell, Common common, Config config) {
    return new Session(Aidp.open(place(shell, common), config.options(), agents(config)), config);
  }

  /** Opens what there is to look at and to steer: nothing is made where no repository is. */
  static Session look(Shell shell, Common common, Config config) {
    Optional<Layout> around = Layout.around(place(shell, common));
    if (around.filter(Layout::worked).isEmpty() && config.serviceKnown()) {
      return new Session(null, Aidp.connect(config.options(), agents(config)), config);
    }
    try {
      Session here = open(shell, common, config);
      return config.service() ? new Session(here.aidp(), here.aidp().onService(), config) : here;
    } catch (UsageException e) {
      throw around.isPresent() ? e : elsewhere(e);
    }
  }

  private static UsageException elsewhere(UsageException here) {
    return new UsageException(
        String.valueOf(here.getMessage()),
        here.where(),
        here.remedy() + " A run on a Temporal service is found from anywhere: --target HOST:PORT.");
  }

  private static Extensions agents(Config config) {
    return Extensions.none().withProviders(config.providers());
  }

  /**
   * Returns the repository.
   *
   * @throws UsageException if there is none
   */
  Aidp aidp() {
    Aidp here = opened;
    if (here == null) {
      throw new UsageException(
          "There is no repository here to work in.", "repository", "Name one with -C DIR.");
    }
    return here;
  }

  /** Returns the settings; where there is no repository, without its file. */
  static Config config(Shell shell, Common common, List<Given> given) {
    return Config.read(configFile(shell, common), shell.environment(), given);
  }

  static @Nullable Path configFile(Shell shell, Common common) {
    if (common.config != null) {
      Path named = shell.directory().resolve(common.config);
      if (!Files.isRegularFile(named)) {
        throw new UsageException(
            "There is no such configuration file",
            named.toString(),
            "Name one that is there with --config.");
      }
      return named;
    }
    try {
      return Config.fileAround(place(shell, common));
    } catch (UsageException e) {
      return null; // opening the repository says it again, with all that is wrong
    }
  }

  /** Returns the directory that was named, or the working directory. */
  static Path place(Shell shell, Common common) {
    if (common.repository == null) {
      return shell.directory();
    }
    Path place = shell.directory().resolve(common.repository).normalize();
    if (!Files.isDirectory(place)) {
      throw new UsageException(
          "There is no such directory", place.toString(), "Name a git repository with -C DIR.");
    }
    return place;
  }

  /** Returns {@code id} if it could be a run's. */
  static String checkedId(String id) {
    if (!Names.isRun(id)) {
      throw new UsageException(
          "Not a run's id: " + id,
          null,
          "An id is 1 to 64 letters, digits, _ and -, and begins with a letter or digit.");
    }
    return id;
  }

  RunHandle run(String id) {
    Aidp here = opened;
    Runs there = service;
    if (here == null || there != null && !Names.isRun(id)) {
      return Objects.requireNonNull(there).run(id);
    }
    try {
      return here.run(checkedId(id));
    } catch (NotFoundException e) {
      if (there == null) {
        throw e;
      }
      return there.run(id);
    }
  }

  /**
   * Some runs.
   *
   * @param views how they stand, the newest first
   * @param unasked why there may be more, or null
   */
  record Listing(List<RunView> views, @Nullable UnusableException unasked) {}

  /** Returns how the runs stand that {@code filter} lets pass, each once. */
  Listing views(RunFilter filter) {
    Aidp here = opened;
    Runs there = service;
    List<RunView> known = here == null ? List.of() : here.views(filter);
    if (there == null) {
      return new Listing(known, null);
    }
    try {
      return new Listing(joined(known, there.views(filter), filter.limit()), null);
    } catch (UnusableException e) {
      if (here == null) {
        throw e;
      }
      return new Listing(known, e);
    }
  }

  private static List<RunView> joined(List<RunView> here, List<RunView> there, int limit) {
    Set<String> seen =
        here.stream()
            .flatMap(run -> Stream.ofNullable(run.run().workflowId()))
            .collect(Collectors.toSet());
    return Stream.concat(
            here.stream(), there.stream().filter(run -> !seen.contains(run.run().workflowId())))
        .sorted(Comparator.comparing((RunView run) -> run.times().startedAt()).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
    if (opened != null) {
      opened.close();
    }
  }
}
