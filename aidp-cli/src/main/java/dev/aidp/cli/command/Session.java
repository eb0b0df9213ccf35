package dev.aidp.cli.command;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository with its settings, opened for one command. */
record Session(Aidp aidp, Config config) implements AutoCloseable {

  static Session open(Shell shell, Common common, Config config) {
    Extensions agents = Extensions.none().with(config.providers());
    return new Session(Aidp.open(place(shell, common), config.options(), agents), config);
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
    return aidp.run(checkedId(id));
  }

  @Override
  public void close() {
    aidp.close();
  }
}
