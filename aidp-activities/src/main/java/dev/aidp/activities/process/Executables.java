package dev.aidp.activities.process;

import com.google.common.base.Splitter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Programs that are installed. */
public final class Executables {

  private Executables() {}

  /** Returns where {@code program} is found on the PATH of {@code environment}. */
  public static Optional<Path> find(String program, Map<String, String> environment) {
    return Splitter.on(File.pathSeparatorChar)
        .omitEmptyStrings()
        .splitToStream(environment.getOrDefault("PATH", "/usr/bin:/bin"))
        .map(folder -> Path.of(folder, program))
        .filter(Path::isAbsolute) // else it depends on where it is started
        .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
        .findFirst();
  }
}
