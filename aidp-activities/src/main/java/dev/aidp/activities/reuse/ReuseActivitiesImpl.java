package dev.aidp.activities.reuse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.aidp.activities.git.JsonFileCache;
import dev.aidp.activities.git.Transplant;
import dev.aidp.activities.git.TreeDiffs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.feature.EarlierResult;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.feature.ReuseActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps and finds finished units, each in a file that is named by its key. */
public final class ReuseActivitiesImpl implements ReuseActivities {

  private final Layout layout;
  private final JsonFileCache<EarlierResult> results;
  private final PlanTexts plans;
  private final ArtifactStore artifacts;
  private final TreeDiffs diffs;
  private final Transplant transplant;

  /** Makes it for the repository of {@code layout}. */
  public ReuseActivitiesImpl(
      Layout layout, PlanTexts plans, ArtifactStore artifacts, Transplant transplant) {
    this.layout = layout;
    this.results = new JsonFileCache<>(layout.results(), EarlierResult.class);
    this.plans = plans;
    this.artifacts = artifacts;
    this.diffs = new TreeDiffs(layout);
    this.transplant = transplant;
  }

  @Override
  public KnownResults find(FinishedWork here) {
    if (!Files.isDirectory(layout.results())) {
      return KnownResults.NONE;
    }
    UnitKeys keys = keys(here);
    ImmutableList.Builder<EarlierResult> all = ImmutableList.builder();
    Set<String> open = new LinkedHashSet<>(here.units());
    List<EarlierResult> found = List.of();
    do {
      // What a unit needs says with its work what the unit began with: one wave after the other.
      keys.know(found);
      Map<String, String> wave = new LinkedHashMap<>();
      open.stream()
          .filter(unit -> keys.needs(unit).isPresent())
          .forEach(unit -> wave.put(unit, keys.of(unit)));
      open.removeAll(wave.keySet());
      found = there(wave, keys);
      all.addAll(found);
    } while (!found.isEmpty());
    return new KnownResults(all.build());
  }

  /** Returns what is known of units by their keys, and whose work is still there. */
  private List<EarlierResult> there(Map<String, String> wave, UnitKeys keys) {
    List<EarlierResult> known = new ArrayList<>();
    wave.forEach(
        (unit, key) ->
            results
                .get(key)
                .filter(each -> each.unit().equals(unit))
                .filter(each -> keys.needs(unit).equals(Optional.of(each.needs())))
                .filter(each -> each.outputs().stream().allMatch(this::there))
                .ifPresent(known::add));
    Set<String> commits = new LinkedHashSet<>();
    known.forEach(each -> commits.addAll(List.of(each.commit(), each.base())));
    Set<String> there = diffs.there(commits);
    return known.stream()
        .filter(each -> there.contains(each.commit()) && there.contains(each.base()))
        .toList();
  }

  private boolean there(Artifact output) {
    try {
      artifacts.open(output.ref()).close();
      return true;
    } catch (NoSuchElementException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public KnownResults adopt(FinishedWork here, KnownResults chosen) {
    Map<String, UnitHead> placed = new LinkedHashMap<>();
    here.done().forEach(each -> placed.put(each.unit(), each));
    ImmutableList.Builder<EarlierResult> adopted = ImmutableList.builder();
    for (EarlierResult each : chosen.all()) {
      List<UnitHead> needs =
          each.needs().stream()
              .flatMap(need -> Stream.ofNullable(placed.get(need.unit())))
              .toList();
      if (needs.size() == each.needs().size()) {
        Work work = new Work(here.work().run(), here.work().generation(), each.unit(), 1);
        transplant
            .put(work, each, here.base(), needs)
            .ifPresent(
                put -> {
                  placed.put(put.unit(), new UnitHead(put.unit(), put.commit()));
                  adopted.add(put);
                });
      }
    }
    return new KnownResults(adopted.build());
  }

  @Override
  public void keep(FinishedWork here) {
    UnitKeys keys = keys(here);
    Map<String, EarlierResult> done = new LinkedHashMap<>();
    done(here).forEach(each -> done.put(each.unit(), each));
    for (String unit : here.units()) {
      EarlierResult result = done.get(unit);
      if (result != null) {
        keys.needs(unit)
            .ifPresent(
                needs ->
                    results.put(keys.of(unit), result.at(result.commit(), result.base(), needs)));
      }
    }
  }

  private UnitKeys keys(FinishedWork here) {
    UnitKeys keys = new UnitKeys(diffs, here.settings(), plans.whole(here.plan()), here.base());
    keys.know(done(here));
    return keys;
  }

  private static List<EarlierResult> done(FinishedWork here) {
    ImmutableListMultimap<String, Artifact> outputs =
        Multimaps.index(here.outputs(), Artifact::unit);
    return here.done().stream()
        .map(
            each ->
                new EarlierResult(
                    each.unit(),
                    here.work().run(),
                    each.commit(),
                    here.base(),
                    ImmutableList.of(),
                    outputs.get(each.unit())))
        .toList();
  }
}
