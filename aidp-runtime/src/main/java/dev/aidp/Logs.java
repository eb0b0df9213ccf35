package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The logs of a run: a file for each unit and one for each other part of it, whose name has an
 * underscore before it, as no unit's has.
 *
 * @param folder where they are
 */
record Logs(Path folder) {

  private static final String SUFFIX = ".log";

  /** Returns them by the names that people know: base, planner, units, merge, the rest. */
  Map<String, Path> of(List<String> units, List<String> parts) {
    List<String> files = files();
    Set<String> all = new LinkedHashSet<>();
    files.stream().filter(Work.CLEAN::equals).forEach(all::add);
    parts.stream().filter(Work.PLANNER::equals).forEach(all::add);
    all.addAll(units);
    files.stream().filter(name -> !isPart(name)).forEach(all::add);
    all.addAll(parts);
    all.addAll(files);
    Map<String, Path> logs = new LinkedHashMap<>();
    for (String name : all) {
      String shown = isPart(name) ? shown(name) : name;
      logs.put(all.contains(shown) ? name : shown, folder.resolve(name + SUFFIX));
    }
    return logs;
  }

  /** Returns the name that people know of whom the log {@code file} is, on whichever host. */
  static String name(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1).replace(SUFFIX, "");
    return isPart(name) ? shown(name) : name;
  }

  private List<String> files() {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return ImmutableList.of(); // nothing printed yet
    } catch (IOException e) {
      throw new UnusableException(
          "The logs in " + folder + " cannot be read: " + e.getMessage() + ".",
          "Give access to that folder, then call the command again.",
          e);
    }
  }

  private static boolean isPart(String name) {
    return name.startsWith("_");
  }

  private static String shown(String part) {
    return switch (part) {
      case Work.PLANNER -> "planner";
      case Work.CLEAN -> "base"; // its checks, before anybody has worked
      default -> part.substring(1);
    };
  }
}
