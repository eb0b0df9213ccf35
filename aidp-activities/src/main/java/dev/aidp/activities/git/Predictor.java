package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.git.Clashing;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges pairs of tips on trial. Only those that changed a path in common, or one below the other,
 * are merged: nothing else conflicts, but where one renames what another one changes.
 */
final class Predictor {

  /** Trials in one step: where everybody changes one file, all pairs would be very many. */
  private static final int TRIALS = 300;

  /** More files than this say no more of a pair. */
  private static final int FILES = 10;

  private final Git git;
  private final Objects objects;
  private final JsonFileCache<String[]> trials;
  private final Map<String, ImmutableSet<String>> changed = new LinkedHashMap<>();
  private int tried;

  Predictor(Git git, JsonFileCache<String[]> trials) {
    this.git = git;
    this.objects = new Objects(git);
    this.trials = trials;
  }

  Clashing predict(Prediction asked) {
    List<Clashing.Pair> pairs = new ArrayList<>();
    List<UnitHead> tips = asked.tips();
    boolean whole = true;
    for (int i = 0; i < tips.size(); i++) {
      List<UnitHead> with =
          asked.others().isEmpty() ? tips.subList(i + 1, tips.size()) : asked.others();
      for (UnitHead other : with) {
        List<String> files = clash(asked.base(), tips.get(i), other);
        whole &= files.isEmpty() || pairs.size() < asked.most();
        if (!files.isEmpty() && pairs.size() < asked.most()) {
          pairs.add(new Clashing.Pair(List.of(tips.get(i).unit(), other.unit()), files));
        }
      }
    }
    return new Clashing(pairs, whole && tried <= TRIALS);
  }

  private List<String> clash(String base, UnitHead one, UnitHead other) {
    if (!meet(touched(base, one), touched(base, other))) {
      return ImmutableList.of();
    }
    String key = key(one, other);
    return trials
        .get(key)
        .map(ImmutableList::copyOf)
        .orElseGet(
            () -> {
              if (++tried > TRIALS) {
                return ImmutableList.of();
              }
              ImmutableList<String> files = tried(one, other);
              trials.put(key, files.toArray(String[]::new));
              return files;
            });
  }

  private ImmutableList<String> tried(UnitHead one, UnitHead other) {
    Trial trial = Trial.merge(git, one.commit(), other.commit());
    if (trial.clean()) {
      return ImmutableList.of();
    }
    ImmutableSet<String> files =
        trial.files().stream().limit(FILES).collect(ImmutableSet.toImmutableSet());
    Map<String, Objects.Entry> entries = objects.entries(trial.tree(), files);
    return files.stream()
        .map(file -> place(Conflict.name(file), entries.get(file)))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private String place(String file, Objects.@Nullable Entry entry) {
    String lines = entry != null && entry.file() ? Markers.hunks(objects.bytes(entry.blob())) : "";
    return lines.isEmpty() ? file : file + ":" + lines;
  }

  private ImmutableSet<String> touched(String base, UnitHead tip) {
    return changed.computeIfAbsent(tip.commit(), commit -> sinceBoth(base, commit));
  }

  /** A branch may have begun long before the base: what others did since is not its work. */
  private ImmutableSet<String> sinceBoth(String base, String commit) {
    GitResult own =
        git.run(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--merge-base", base, commit);
    return ImmutableSet.copyOf(own.ok() ? own.fields() : objects.changed(base, commit));
  }

  private static boolean meet(Set<String> one, Set<String> other) {
    return one.stream().anyMatch(other::contains)
        || one.stream().anyMatch(path -> folders(path).stream().anyMatch(other::contains))
        || other.stream().anyMatch(path -> folders(path).stream().anyMatch(one::contains));
  }

  private static List<String> folders(String path) {
    List<String> folders = new ArrayList<>();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      folders.add(path.substring(0, end));
    }
    return folders;
  }

  /** Tips are named by their commits, and so by their trees and by what both come from. */
  private static String key(UnitHead one, UnitHead other) {
    String both = one.commit() + " " + other.commit();
    return Hashing.sha256().hashString(both, StandardCharsets.UTF_8).toString();
  }
}
