package dev.aidp.activities.git;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a private repository: those of the user's, but for what says where a repository
 * is, what runs by itself, and how its own files are stored.
 */
final class PrivateConfig {

  /** Whole sections and single keys, in lower case, that a private repository has its own of. */
  private static final ImmutableSet<String> OWN =
      ImmutableSet.of(
          "include",
          "includeif",
          "core.bare",
          "core.worktree",
          "core.hookspath",
          "core.fsmonitor",
          "core.splitindex",
          "core.untrackedcache",
          "core.repositoryformatversion",
          "core.sparsecheckout",
          "core.sparsecheckoutcone",
          "index.sparse",
          "extensions.worktreeconfig",
          "extensions.refstorage",
          "extensions.relativeworktrees",
          "extensions.preciousobjects");

  private static final String EXTENSIONS = "extensions.";

  private PrivateConfig() {}

  /** What was read just now: for many units at once, as a rule. */
  private static final Cache<Path, Known> KNOWN =
      CacheBuilder.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build();

  /**
   * A text.
   *
   * @param stamp what changes when the repository's own settings do
   */
  private record Known(String stamp, String text) {}

  /** Returns the text of a configuration file. */
  static String of(Git git, Path gitDir) {
    String stamp =
        Stream.of("config", "config.worktree", "HEAD")
            .map(name -> Indexed.stamp(gitDir.resolve(name)))
            .collect(Collectors.joining("\n"));
    Known known = KNOWN.getIfPresent(gitDir);
    if (known == null || !known.stamp().equals(stamp)) {
      known = new Known(stamp, read(git, gitDir));
      KNOWN.put(gitDir, known);
    }
    return known.text();
  }

  private static String read(Git git, Path gitDir) {
    StringBuilder text = new StringBuilder();
    Map<String, String> identity = new LinkedHashMap<>();
    boolean extended = false;
    List<String> fields = git.fields("config", "--list", "-z", "--show-scope");
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String scope = fields.get(i);
      String entry = fields.get(i + 1);
      int end = entry.indexOf('\n');
      String key = end < 0 ? entry : entry.substring(0, end);
      String value = end < 0 ? "true" : entry.substring(end + 1);
      if (scope.equals("local") || scope.equals("worktree")) {
        if (!own(key)) {
          text.append(line(key, absolute(key, value, gitDir)));
          identity.remove(key);
          extended |= key.startsWith(EXTENSIONS);
        }
      } else if (key.startsWith("user.") && !scope.equals("command")) {
        // The user's own settings may name an identity for where the repository lies.
        identity.put(key, value);
      }
    }
    return identity.entrySet().stream()
            .map(each -> line(each.getKey(), each.getValue()))
            .collect(Collectors.joining())
        + text
        + line("core.repositoryformatversion", extended ? "1" : "0")
        + line("core.bare", "false");
  }

  private static boolean own(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return OWN.contains(lower) || OWN.contains(lower.substring(0, lower.indexOf('.')));
  }

  /** A place that is given from the user's repository must be found from this one too. */
  private static String absolute(String key, String value, Path gitDir) {
    boolean place = key.equals("lfs.storage");
    return place && !value.isEmpty() ? gitDir.resolve(value).normalize().toString() : value;
  }

  private static String line(String key, String value) {
    int first = key.indexOf('.');
    int last = key.lastIndexOf('.');
    String section = key.substring(0, first);
    String below =
        first == last
            ? ""
            : " \""
                + key.substring(first + 1, last).replace("\\", "\\\\").replace("\"", "\\\"")
                + "\"";
    String quoted =
        value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\b", "\\b");
    return "[" + section + below + "]\n\t" + key.substring(last + 1) + " = \"" + quoted + "\"\n";
  }
}
