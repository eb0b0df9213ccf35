package dev.aidp.activities.evidence;

import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where evidence is found by its commit: a file, and a ref that a fetch can bring along. */
final class EvidenceFiles {

  private final Layout layout;
  private final EvidenceRefs refs;

  EvidenceFiles(Layout layout) {
    this.layout = layout;
    this.refs = new EvidenceRefs(layout);
  }

  EvidenceRefs refs() {
    return refs;
  }

  /** Returns the file of a commit's evidence: {@code COMMIT.json}, a unit's below {@code units}. */
  Path file(Kind kind, String commit) {
    return folder(kind).resolve(Names.object(commit) + ".json");
  }

  /** Returns the file of a merged commit's description. */
  Path description(String commit) {
    return folder(Kind.MERGE).resolve(Names.object(commit) + ".md");
  }

  private Path folder(Kind kind) {
    return kind == Kind.MERGE ? layout.evidence() : layout.evidence().resolve("units");
  }

  void keep(Kind kind, String commit, String json) {
    write(file(kind, commit), json);
    refs.keep(kind, commit, json);
  }

  /** Writes a file whole or not at all. */
  void write(Path file, String text) {
    try {
      PrivateFiles.folderOf(file);
      PrivateFiles.replace(file, text);
    } catch (IOException e) {
      throw UnusableException.ofStorage("The evidence " + file + " cannot be written", e);
    }
  }

  Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
