package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.process.Folders;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.activities.spending.UsageNote;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folder in which an agent finds inputs and leaves outputs. Before each turn it is made anew:
 * inputs from the store, and of the outputs those that the last good turn before this iteration
 * left. The first iteration starts without outputs.
 */
final class InputsAndOutputs {

  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

  private final Path folder;
  private final Path recorded;
  private final ArtifactStore store;

  /** Makes one for {@code folder}; what was recorded is kept beside it, out of the agent's way. */
  InputsAndOutputs(Path folder, ArtifactStore store) {
    this.folder = folder;
    this.store = store;
    recorded = folder.resolveSibling(folder.getFileName() + ".recorded");
  }

  /** Makes the folder as the turn of {@code iteration} shall find it. */
  void layOut(List<Artifact> inputs, int iteration) throws IOException {
    Folders.delete(folder);
    PrivateFiles.folder(out());
    PrivateFiles.folder(folder.resolve("in"));
    for (Artifact input : inputs) {
      copy(input, folder.resolve("in").resolve(input.unit()));
    }
    for (Artifact output : before(iteration)) {
      copy(output, out());
    }
  }

  private void copy(Artifact artifact, Path into) throws IOException {
    if (!legal(artifact.name()) || !legal(artifact.unit())) {
      throw new IllegalArgumentException("An artifact cannot be called so: " + artifact.name());
    }
    PrivateFiles.folder(into);
    try (InputStream bytes = store.open(artifact.ref())) {
      try (OutputStream out =
          Files.newOutputStream(PrivateFiles.file(into.resolve(artifact.name())))) {
        bytes.transferTo(out);
      }
    }
  }

  /**
   * Stores what is there of {@code names}, and remembers it for the turns after {@code iteration}.
   */
  List<Artifact> collect(String unit, List<String> names, int iteration) throws IOException {
    ImmutableList.Builder<Artifact> found = ImmutableList.builder();
    for (String name : names) {
      Path file = out().resolve(name);
      // An agent may have left links: what they lead to is not its work, and may be anybody's
      // secret.
      if (legal(name)
          && Files.isDirectory(out(), LinkOption.NOFOLLOW_LINKS)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
          found.add(new Artifact(unit, name, store.put(bytes)));
        }
      }
    }
    ImmutableList<Artifact> outputs = found.build();
    mend(folder.resolve("in"));
    mend(out());
    remember(outputs, iteration);
    return outputs;
  }

  /** Returns what the agent has noted of its usage, and removes the note: it counts once. */
  Usage takeUsage() throws IOException {
    Usage usage = usage();
    Files.deleteIfExists(folder.resolve(UsageNote.FILE));
    return usage;
  }

  /** Returns what the agent has noted of its usage; call it before the folder is made anew. */
  Usage usage() throws IOException {
    Path file = folder.resolve(UsageNote.FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > UsageNote.LONGEST) {
      return Usage.NONE;
    }
    return UsageNote.read(Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
  }

  /* Whoever uses the folders next must not be led elsewhere by a link that the agent put in their place. */
  private static void mend(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Folders.delete(path);
      Files.createDirectories(path);
    }
  }

  private static boolean legal(String name) {
    return NAME.matcher(name).matches();
  }

  private void remember(List<Artifact> outputs, int iteration) throws IOException {
    PrivateFiles.folder(recorded);
    PrivateFiles.replace(
        recorded.resolve(Integer.toString(iteration)),
        outputs.stream()
            .map(o -> o.unit() + " " + o.name() + " " + o.ref() + "\n")
            .collect(Collectors.joining()));
  }

  /* A turn that is performed again must not find what it left before it was lost. */
  private List<Artifact> before(int iteration) throws IOException {
    if (iteration <= 1) {
      Folders.delete(recorded);
      return ImmutableList.of();
    }
    for (int earlier = iteration - 1; earlier > 0; earlier--) {
      Path file = recorded.resolve(Integer.toString(earlier));
      if (Files.exists(file)) {
        return Files.readAllLines(file).stream().map(InputsAndOutputs::parse).toList();
      }
    }
    return ImmutableList.of();
  }

  private static Artifact parse(String line) {
    String[] words = line.split(" ", -1);
    return new Artifact(words[0], words[1], words[2]);
  }

  private Path out() {
    return folder.resolve("out");
  }
}
