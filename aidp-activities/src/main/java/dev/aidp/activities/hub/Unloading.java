package dev.aidp.activities.hub;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.artifact.ReferenceScan;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Named.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts artifacts that have come with a run's refs into the store of this host. */
final class Unloading {

  /** So much is held in memory at a time. */
  private static final long MOST = 64L << 20;

  private final Git git;
  private final Named named;
  private final ContentStore artifacts;

  Unloading(Git git, Named named, ContentStore artifacts) {
    this.git = git;
    this.named = named;
    this.artifacts = artifacts;
  }

  /** Stores those of {@code words} that came in {@code folders}, and what they name in turn. */
  void perform(List<String> folders, Set<String> words) {
    List<String> asked = words.stream().filter(Named::mayBeArtifact).toList();
    if (!asked.isEmpty()) {
      store(tips(folders), asked, new HashSet<>());
    }
  }

  private List<String> tips(List<String> folders) {
    List<String> command =
        new ArrayList<>(List.of("for-each-ref", "--format=%(objecttype) %(objectname)"));
    folders.stream().map(folder -> folder.substring(0, folder.length() - 1)).forEach(command::add);
    return git.text(command.toArray(String[]::new))
        .lines()
        .filter(line -> line.startsWith("commit "))
        .map(line -> line.substring("commit ".length()))
        .toList();
  }

  private void store(List<String> tips, List<String> refs, Set<String> seen) {
    seen.addAll(refs);
    Map<String, Found> blobs = blobs(tips, refs);
    List<String> batch = new ArrayList<>();
    long size = 0;
    for (Map.Entry<String, Found> blob : blobs.entrySet()) {
      if (size + blob.getValue().size() > MOST && !batch.isEmpty()) {
        store(tips, batch, blobs, seen);
        batch.clear();
        size = 0;
      }
      batch.add(blob.getKey());
      size += blob.getValue().size();
    }
    store(tips, batch, blobs, seen);
  }

  /** What a document names is stored before it: one that is here has all with it. */
  private void store(
      List<String> tips, List<String> batch, Map<String, Found> blobs, Set<String> seen) {
    if (batch.isEmpty()) {
      return;
    }
    List<byte[]> contents = named.bytes(batch.stream().map(blobs::get).toList());
    Set<String> children = new LinkedHashSet<>();
    contents.forEach(content -> children.addAll(namedBy(content)));
    children.removeIf(child -> seen.contains(child) || artifacts.has(child));
    if (!children.isEmpty()) {
      store(tips, List.copyOf(children), seen);
    }
    for (int i = 0; i < batch.size(); i++) {
      artifacts.copy(batch.get(i), contents.get(i));
    }
  }

  /** Returns the name of what has these bytes. */
  static String name(byte[] content) {
    return Hashing.sha256().hashBytes(content).toString();
  }

  private static Set<String> namedBy(byte[] content) {
    if (content.length == 0 || content[0] != '{' && content[0] != '[') {
      return ImmutableSet.of();
    }
    ReferenceScan scan = new ReferenceScan();
    scan.take(new String(content, StandardCharsets.ISO_8859_1));
    return scan.found();
  }

  private Map<String, Found> blobs(List<String> tips, List<String> refs) {
    Map<String, String> questions = new LinkedHashMap<>();
    for (String tip : tips) {
      refs.forEach(ref -> questions.put(Carrier.artifact(tip, ref), ref));
    }
    Map<String, Found> blobs = new LinkedHashMap<>();
    named
        .found(questions.keySet())
        .forEach((question, blob) -> blobs.putIfAbsent(questions.get(question), blob));
    return blobs;
  }
}
