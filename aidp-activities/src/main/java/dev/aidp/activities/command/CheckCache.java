package dev.aidp.activities.command;

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
            .filter(result -> result.passed() || where == Where.CLEAN_ONCE)
            .ifPresent(result -> known.put(check, named(check, result)));
      }
    }
    return ImmutableMap.copyOf(known);
  }

  /** Remembers the result if it is a verdict. */
  void remember(ChecksRequest request, Check check, CheckResult result) {
    if (result.clean()) {
      kept(request).put(key(request, check), result);
    }
  }

  private JsonFileCache<CheckResult> kept(ChecksRequest request) {
    return new JsonFileCache<>(layout.verdicts(request.work().run()), CheckResult.class);
  }

  /** The same command may have another name in another unit. */
  private static CheckResult named(Check check, CheckResult result) {
    return new CheckResult(
        check.name(),
        result.passed(),
        result.exitCode(),
        result.digest(),
        result.output(),
        result.millis(),
        true);
  }

  private String key(ChecksRequest request, Check check) {
    String key =
        String.join(
            "\0", request.state().tree(), check.command(), preparation.settings().toString());
    return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
  }
}
