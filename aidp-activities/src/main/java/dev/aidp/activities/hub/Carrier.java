package dev.aidp.activities.hub;

import com.google.common.collect.Collections2;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.cli.Git;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the commits by which all else travels. Each has the one before it and the commits that are
 * named as parents; its tree holds what else was named by now: {@code artifacts/ab/cdef…}, {@code
 * objects/ID}, {@code kept/HASH} for parts of outcomes of steps, and parts of {@link HubLogs}.
 */
final class Carrier {

  private static final String EPOCH = "Aidp-Epoch";
  private static final String STEP = "Aidp-Step";

  /** It is there while git makes the commit, and then not any more. */
  private static final String DRAFTS = "refs/aidp/_drafts/";

  private final Git git;
  private final Path artifacts;
  private final Named named;

  /**
   * Makes it.
   *
   * @param artifacts the folder of the artifact store
   * @param named knows this repository's ids
   */
  Carrier(Git git, Path artifacts, Named named) {
    this.git = git;
    this.artifacts = artifacts;
    this.named = named;
  }

  /**
   * The newest commit of a carrier.
   *
   * @param commit its id, or empty if there is none
   * @param epoch the highest epoch of who has moved it
   */
  record Tip(String commit, int epoch) {
    static final Tip NONE = new Tip("", 0);

    boolean there() {
      return !commit.isEmpty();
    }
  }

  static String artifact(String commit, String ref) {
    return commit + ":artifacts/" + path(ref);
  }

  static String object(String commit, String id) {
    return commit + ":objects/" + id;
  }

  /** Returns where it is what the step {@code name} has kept. */
  static String kept(String commit, String name) {
    return commit + ":kept/" + hash(name);
  }

  private static String hash(String name) {
    return Hashing.sha256().hashString(name, StandardCharsets.UTF_8).toString();
  }

  /** Reads what is said of a commit that is here. */
  Tip read(String commit) {
    String epoch =
        git.text("log", "-1", "--format=%(trailers:key=" + EPOCH + ",valueonly)", commit).strip();
    return new Tip(commit, epoch.matches("[0-9]{1,9}") ? Integer.parseInt(epoch) : 0);
  }

  /** Returns the commit that carries {@code cargo} besides all that {@code last} carries. */
  Tip make(Tip last, Cargo cargo, HubStep step) {
    int epoch = Math.max(last.epoch(), step.epoch());
    String draft = DRAFTS + UUID.randomUUID();
    List<String> lines = new ArrayList<>();
    lines.add("commit " + draft);
    lines.add("mark :1");
    lines.add("committer aidp <aidp@localhost> " + Instant.now().getEpochSecond() + " +0000");
    lines.add(data(message(step, epoch)));
    if (last.there()) {
      lines.add("from " + last.commit());
    }
    cargo.commits().stream()
        .filter(each -> !each.equals(last.commit()))
        .forEach(each -> lines.add("merge " + each));
    lines.addAll(contents(cargo));
    String none = "0".repeat(named.idLength());
    lines.addAll(List.of("", "get-mark :1", "reset " + draft, "from " + none, "", "done", ""));
    String made = git.reading(String.join("\n", lines)).text("fast-import", "--quiet", "--done");
    return new Tip(made, epoch);
  }

  private static String message(HubStep step, int epoch) {
    return "Work of %s\n\n%s: %d\n%s: %s\n"
        .formatted(step.run(), EPOCH, epoch, STEP, step.key().replaceAll("\\s", "-"));
  }

  private static String data(String text) {
    return "data " + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text;
  }

  private List<String> contents(Cargo cargo) {
    List<String> lines = new ArrayList<>();
    cargo
        .objects()
        .forEach(
            (id, type) ->
                lines.add(
                    "M %s %s objects/%s"
                        .formatted(type.equals("tree") ? "040000" : "100644", id, id)));
    Iterator<String> blobs = stored(cargo.artifacts()).iterator();
    for (String ref : cargo.artifacts()) {
      lines.add("M 100644 " + blobs.next() + " artifacts/" + path(ref));
    }
    cargo
        .kept()
        .forEach(
            (name, part) ->
                lines.addAll(List.of("M 100644 inline kept/" + hash(name), data(part))));
    cargo.logs().forEach((path, text) -> lines.add("M 100644 inline " + path + "\n" + data(text)));
    return lines;
  }

  /** Makes blobs of artifacts, without reading them into memory. */
  private List<String> stored(Set<String> refs) {
    if (refs.isEmpty()) {
      return List.of();
    }
    String paths = String.join("\n", Collections2.transform(refs, Carrier::path)) + "\n";
    return git.from(artifacts)
        .reading(paths)
        .text("hash-object", "-w", "--no-filters", "--stdin-paths")
        .lines()
        .toList();
  }

  private static String path(String ref) {
    return ref.substring(0, 2) + "/" + ref.substring(2);
  }
}
