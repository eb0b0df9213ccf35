package dev.aidp.activities.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.evidence.Evidence.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Removes the evidence of what was never published, or is published no more. */
public final class EvidenceSweep {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final EvidenceFiles files;
  private final RunRefs refs;

  /** Makes it for the repository of {@code layout}. */
  public EvidenceSweep(Layout layout) {
    this.files = new EvidenceFiles(layout);
    this.refs = new RunRefs(layout);
  }

  /**
   * Evidence that is kept in a file.
   *
   * @param kind of what
   * @param commit whose
   * @param run the run that has left it
   * @param file where it is
   * @param at when it was kept
   */
  public record Found(Kind kind, String commit, String run, Path file, Instant at) {}

  /** Returns all that there is in files; what was fetched has none. */
  public List<Found> all() throws IOException {
    ImmutableList.Builder<Found> all = ImmutableList.builder();
    for (Kind kind : Kind.values()) {
      Path folder = files.file(kind, "any").resolveSibling("");
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : found) {
          all.add(found(kind, file));
        }
      } catch (NoSuchFileException e) {
        // Nothing of this kind was ever kept.
      }
    }
    return all.build();
  }

  private static Found found(Kind kind, Path file) throws IOException {
    String name = file.getFileName().toString();
    JsonNode text = JSON.readTree(file.toFile());
    return new Found(
        kind,
        name.substring(0, name.length() - SUFFIX.length()),
        text.path("subject").path("run").asText(),
        file,
        Files.getLastModifiedTime(file).toInstant());
  }

  /** Returns those of {@code all} that {@code may} go and whose commits no branch leads to. */
  public List<Found> unpublished(List<Found> all, Predicate<Found> may) {
    List<Found> asked = all.stream().filter(may).toList();
    Set<String> loose = refs.unpublished(asked.stream().map(Found::commit).toList());
    return asked.stream().filter(each -> loose.contains(each.commit())).toList();
  }

  /** Removes them; the file, by which the rest is found, last. */
  public void remove(List<Found> some) throws IOException {
    refs.remove(some.stream().map(each -> EvidenceRefs.ref(each.kind(), each.commit())).toList());
    for (Found each : some) {
      Files.deleteIfExists(files.description(each.commit()));
      Files.deleteIfExists(each.file());
    }
  }
}
