package dev.aidp.activities.reuse;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.PathChange;
import dev.aidp.plan.Glob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Files of a tree, or of a change of one, and how those of them look that somebody claims. */
final class ClaimedFiles {

  private static final CharMatcher WILD = CharMatcher.anyOf("*?[");

  private final NavigableMap<String, String> files = new TreeMap<>();

  ClaimedFiles(List<PathChange> changes) {
    changes.forEach(each -> files.put(each.text(), each.newMode() + " " + each.newId()));
  }

  /** Returns a hash of those that {@code globs} claim; of all, where these claim nothing. */
  String hash(List<String> globs) {
    Hasher hasher = Hashing.sha256().newHasher();
    claimed(globs)
        .forEach(
            (path, content) ->
                hasher
                    .putString(path, StandardCharsets.UTF_8)
                    .putChar('\0')
                    .putString(content, StandardCharsets.UTF_8)
                    .putChar('\0'));
    return hasher.hash().toString();
  }

  /** Returns how the file at {@code path} looks, or an empty text. */
  String look(String path) {
    return files.getOrDefault(path, "");
  }

  private Map<String, String> claimed(List<String> globs) {
    if (globs.isEmpty()) {
      return files;
    }
    NavigableMap<String, String> claimed = new TreeMap<>();
    for (String pattern : globs) {
      Glob glob = Glob.of(pattern);
      near(pattern)
          .forEach(
              (path, content) -> {
                if (glob.matches(path)) {
                  claimed.put(path, content);
                }
              });
    }
    return claimed;
  }

  /** Most files differ from a pattern before its first wildcard. */
  private Map<String, String> near(String pattern) {
    int wild = WILD.indexIn(pattern);
    if (wild < 0) {
      String content = files.get(pattern);
      return content == null ? Map.of() : Map.of(pattern, content);
    }
    String prefix = pattern.substring(0, wild);
    return prefix.isEmpty()
        ? files
        : files.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
  }

  static final ClaimedFiles NONE = new ClaimedFiles(ImmutableList.of());
}
