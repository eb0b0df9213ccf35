package dev.aidp.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What git says of its own calls, by its trace2 in a configuration of the whole process tree. */
record GitTrace(Path folder) {

  private static final Pattern EXIT =
      Pattern.compile("\"event\":\"atexit\",\"sid\":\"([^\"]+)\".*\"t_abs\":([0-9.]+)");

  private static final Pattern NAME =
      Pattern.compile("\"event\":\"cmd_name\".*\"name\":\"([^\"]+)\"");

  /**
   * How many calls, and how long all of them took, those side by side counted each.
   *
   * @param kinds how many of each command
   */
  record Share(long calls, double seconds, Map<String, Integer> kinds) {

    /** Returns the commands, the most frequent first. */
    String most() {
      return kinds.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .map(each -> each.getKey() + " " + each.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  /** Makes the configuration file to which GIT_CONFIG_GLOBAL must point, and returns it. */
  Path configuration() throws IOException {
    Path traces = Files.createDirectories(folder.resolve("traces"));
    Path file = folder.resolve("gitconfig");
    // No maxFiles: each git would count what is there.
    Files.writeString(file, "[trace2]\n  eventTarget = " + traces + "\n");
    return file;
  }

  Share share() throws IOException {
    long calls = 0;
    double seconds = 0;
    Map<String, Integer> kinds = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("traces"))) {
      for (Path file : files) {
        String said = Files.readString(file);
        double taken = seconds(said);
        if (taken > 0) {
          calls++;
          seconds += taken;
          kinds.merge(kind(said), 1, Integer::sum);
        }
      }
    }
    return new Share(calls, seconds, kinds);
  }

  /** Returns the time of a call of ours; what git calls by itself is part of that. */
  private static double seconds(String said) {
    return said.lines()
        .map(EXIT::matcher)
        .filter(exit -> exit.find() && !exit.group(1).contains("/"))
        .findFirst()
        .map(exit -> Double.parseDouble(exit.group(2)))
        .orElse(0.0);
  }

  private static String kind(String said) {
    Matcher name = NAME.matcher(said);
    return name.find() ? name.group(1) : "other";
  }
}
