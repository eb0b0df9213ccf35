package dev.aidp.activities.command;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.JsonFileCache;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.run.Check;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has seen checks come to on which trees, on disk; only what ran in a clean checkout is
 * a verdict on a tree. Whatever is lost of it is only checked once more.
 */
final class CheckCache {

  /** Trees of this process that are remembered besides the verdicts on disk. */
  private static final int REMEMBERED = 10_000;

  private final Cache<String, Boolean> green =
      CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();
  private final Layout layout;
  private final Preparation preparation;

  CheckCache(Layout layout, Preparation preparation) {
    this.layout = layout;
    this.preparation = preparation;
  }

  /** Returns the results that need not be found out again. */
  ImmutableMap<Check, CheckResult> known(ChecksRequest request, List<Check> checks) {
    Where where = request.where();
    Map<Check, CheckResult> known = new LinkedHashMap<>();
    if (where == Where.CLEAN || where == Where.CLEAN_ONCE) {
      for (Check check : checks) {
        kept(request)
            .get(key(request, check))
            .map(result -> result.of(check))
            .filter(result -> !result.blocks() || where == Where.CLEAN_ONCE)
            .ifPresent(result -> known.put(check, result));
      }
    }
    return ImmutableMap.copyOf(known);
  }

  /** Remembers the result: as a verdict if it is one, else that the check was green there. */
  void remember(ChecksRequest request, Check check, CheckResult result) {
    if (result.passed()) {
      green.put(key(request, check), true);
    }
    if (result.clean()) {
      kept(request).put(key(request, check), result);
    }
  }

  /** Returns whether the check has passed on exactly this tree before, as far as that is known. */
  boolean wasGreen(ChecksRequest request, Check check) {
    String key = key(request, check);
    return green.getIfPresent(key) != null
        || request.where().clean()
            && kept(request).get(key).filter(CheckResult::passed).isPresent();
  }

  private JsonFileCache<CheckResult> kept(ChecksRequest request) {
    return new JsonFileCache<>(layout.verdicts(request.work().run()), CheckResult.class);
  }

  private String key(ChecksRequest request, Check check) {
    String key =
        String.join(
            "\0", request.state().tree(), check.command(), preparation.settings().toString());
    return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
  }
}
