package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key as people write it where another spelling is usual: {@code limits.maxParallel}. */
final class LooseKey {

  private static final Splitter DOTS = Splitter.on('.');

  private LooseKey() {}

  /** Returns {@code written} as {@code known} is spelt, names for {@code *} kept; or null. */
  static @Nullable String of(String known, String written) {
    List<String> pattern = DOTS.splitToList(known);
    boolean open = pattern.get(pattern.size() - 1).equals("*"); // a model's name may have dots
    List<String> parts =
        open ? DOTS.limit(pattern.size()).splitToList(written) : DOTS.splitToList(written);
    if (parts.size() != pattern.size()) {
      return null;
    }
    List<String> spelt = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean any = pattern.get(i).equals("*");
      if (!any && !bare(pattern.get(i)).equals(bare(parts.get(i)))) {
        return null;
      }
      spelt.add(any ? parts.get(i) : pattern.get(i));
    }
    return String.join(".", spelt);
  }

  private static String bare(String part) {
    return part.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
