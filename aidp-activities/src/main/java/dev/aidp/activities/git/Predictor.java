package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.Clashing;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  Predictor(Git git, JsonFileCache<String[]> trials) {
    this.git = git;
    this.objects = new Objects(git);
    this.trials = trials;
  }

  Clashing predict(Prediction asked) {
    List<Pair> meeting = meeting(asked);
    Map<String, ImmutableList<String>> clashes = clashes(meeting);
    List<Clashing.Pair> pairs = new ArrayList<>();
    boolean whole = clashes.size() == ImmutableSet.copyOf(keys(meeting)).size();
    for (Pair pair : meeting) {
      List<String> files = clashes.getOrDefault(pair.key(), ImmutableList.of());
      whole &= files.isEmpty() || pairs.size() < asked.most();
      if (!files.isEmpty() && pairs.size() < asked.most()) {
        pairs.add(new Clashing.Pair(List.of(pair.one().unit(), pair.other().unit()), files));
      }
    }
    return new Clashing(pairs, whole);
  }

  /** Two tips. */
  private record Pair(UnitHead one, UnitHead other) {

    /** They are named by their commits, and so by their trees and by what both come from. */
    String key() {
      return Hashing.sha256().hashString(commits(), StandardCharsets.UTF_8).toString();
    }

    String commits() {
      return one.commit() + " " + other.commit();
    }
  }

  private static List<String> keys(List<Pair> pairs) {
    return pairs.stream().map(Pair::key).toList();
  }

  /** Returns the pairs that changed a path in common, or one below the other. */
  private List<Pair> meeting(Prediction asked) {
    List<UnitHead> tips = asked.tips();
    ImmutableSet<String> commits =
        Stream.concat(tips.stream(), asked.others().stream())
            .map(UnitHead::commit)
            .collect(ImmutableSet.toImmutableSet());
    Map<String, ImmutableSet<String>> changed = new OwnPaths(git).since(asked.base(), commits);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < tips.size(); i++) {
      UnitHead one = tips.get(i);
      List<UnitHead> with =
          asked.others().isEmpty() ? tips.subList(i + 1, tips.size()) : asked.others();
      with.stream()
          .filter(other -> meet(of(one, changed), of(other, changed)))
          .forEach(other -> pairs.add(new Pair(one, other)));
    }
    return pairs;
  }

  private static Set<String> of(UnitHead tip, Map<String, ImmutableSet<String>> changed) {
    return changed.getOrDefault(tip.commit(), ImmutableSet.of());
  }

  /** Returns where each of {@code pairs} conflicts, by their keys, as far as they are tried. */
  private Map<String, ImmutableList<String>> clashes(List<Pair> pairs) {
    Map<String, ImmutableList<String>> clashes = new LinkedHashMap<>();
    Map<String, Pair> untried = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Optional<String[]> known = trials.get(pair.key());
      known.ifPresent(files -> clashes.put(pair.key(), ImmutableList.copyOf(files)));
      if (known.isEmpty() && untried.size() < TRIALS) {
        untried.putIfAbsent(pair.key(), pair);
      }
    }
    List<Pair> now = ImmutableList.copyOf(untried.values());
    List<Trial> tried = Trial.merges(git, now.stream().map(Pair::commits).toList());
    for (int i = 0; i < now.size(); i++) {
      ImmutableList<String> files = files(tried.get(i));
      trials.put(now.get(i).key(), files.toArray(String[]::new));
      clashes.put(now.get(i).key(), files);
    }
    return clashes;
  }

  private ImmutableList<String> files(Trial trial) {
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
}
