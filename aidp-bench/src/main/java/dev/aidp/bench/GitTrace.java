package dev.aidp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What git says of its own calls, by its trace2 in a configuration of the whole process tree. */
record GitTrace(Path folder) {

  private static final Pattern EXIT =
      Pattern.compile("\"event\":\"atexit\",\"sid\":\"([^\"]+)\".*\"t_abs\":([0-9.]+)");

  /** How many calls, and how long all of them took, those side by side counted each. */
  record Share(long calls, double seconds) {}

  /** Makes the configuration file to which GIT_CONFIG_GLOBAL must point, and returns it. */
  Path configuration() throws IOException {
    Path traces = Files.createDirectories(folder.resolve("traces"));
    Path file = folder.resolve("gitconfig");
    // More files than git writes into a folder by itself before it stops.
    Files.writeString(file, "[trace2]\n  eventTarget = " + traces + "\n  maxFiles = 1000000\n");
    return file;
  }

  Share share() throws IOException {
    long calls = 0;
    double seconds = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("traces"))) {
      for (Path file : files) {
        double taken = seconds(file);
        calls += taken > 0 ? 1 : 0;
        seconds += taken;
      }
    }
    return new Share(calls, seconds);
  }

  /** Returns the time of a call of ours; what git calls by itself is part of that. */
  private static double seconds(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher exit = EXIT.matcher(line);
        if (exit.find() && !exit.group(1).contains("/")) {
          return Double.parseDouble(exit.group(2));
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
