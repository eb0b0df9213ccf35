package dev.aidp.activities.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.aidp.activities.process.Folders;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.agent.TurnResult;
import dev.aidp.provider.AgentTurn;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept on disk of a unit's turns, so that a later process neither pays again for one that
 * finished nor loses the conversation of one that did not. What cannot be read was never written
 * whole, and counts as not there.
 */
final class TurnMemory {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(
              com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * A turn that has begun.
   *
   * @param turn which
   * @param provider who takes it
   * @param session its session, or null while that is not known
   * @param used what it has used, as far as it told; null: that is charged already
   */
  record Begun(String turn, String provider, @Nullable String session, @Nullable Usage used) {}

  /**
   * A turn that has finished well.
   *
   * @param turn which
   * @param result what came of it
   */
  record Finished(String turn, TurnResult result) {}

  private final Path folder;

  /** Opens the memory in {@code folder}. */
  TurnMemory(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder of what a session's program keeps, and makes it. */
  Path files(String session) throws IOException {
    return PrivateFiles.folder(folder.resolve(name(session)));
  }

  /** Returns whether a turn of the session was taken here: other hosts' programs have others. */
  boolean knows(String session) {
    return Files.isDirectory(folder.resolve(name(session)));
  }

  /** Writes what the agent is told. */
  AgentTurn.Prompt prompt(String text) throws IOException {
    PrivateFiles.folder(folder);
    return new AgentTurn.Prompt(text, PrivateFiles.write(folder.resolve("prompt.md"), text));
  }

  /** Notes that a turn begins, or that its session has become known. */
  void begin(Begun turn) throws IOException {
    if (turn.session() != null) {
      files(turn.session());
    }
    write("begun.json", turn, false);
  }

  /** Returns the turn that was begun last and has not ended, if that is {@code turn}. */
  Optional<Begun> interrupted(String turn) {
    return this.<Begun>read("begun.json", Begun.class).filter(begun -> begun.turn().equals(turn));
  }

  /** Keeps the result of a turn that finished well, but for what its agent has left in files. */
  void unrecorded(String turn, TurnResult result) throws IOException {
    write("unrecorded.json", new Finished(turn, result), true);
  }

  /** Returns the folder of what such a turn said, where the artifact store could not be used. */
  Path artifacts() {
    return folder.resolve("artifacts");
  }

  /** Returns the result of {@code turn} if only what its agent left is not recorded yet. */
  Optional<TurnResult> unrecorded(String turn) {
    return of(turn, "unrecorded.json");
  }

  /** Notes that no turn is under way any more. */
  void end() throws IOException {
    Files.deleteIfExists(folder.resolve("begun.json"));
    Files.deleteIfExists(folder.resolve("unrecorded.json"));
    Folders.delete(artifacts());
  }

  /** Keeps the result of a turn that finished well; survives a power loss. */
  void finish(Finished turn) throws IOException {
    write("finished.json", turn, true);
    end();
  }

  /** Returns the result of {@code turn} if that finished last. */
  Optional<TurnResult> finished(String turn) {
    return of(turn, "finished.json");
  }

  private Optional<TurnResult> of(String turn, String name) {
    return this.<Finished>read(name, Finished.class)
        .filter(finished -> finished.turn().equals(turn))
        .map(Finished::result);
  }

  /** Keeps what a session has used from its beginning. */
  void total(String session, Usage total) throws IOException {
    write("total-" + name(session) + ".json", total, true);
    Files.deleteIfExists(folder.resolve("ahead-" + name(session) + ".json"));
  }

  /** Keeps that so much is charged already of what the session's next total will tell. */
  void ahead(String session, Usage charged) throws IOException {
    write("ahead-" + name(session) + ".json", ahead(session).plus(charged), true);
  }

  /** Returns what is charged already beyond the session's last total. */
  Usage ahead(String session) {
    return this.<Usage>read("ahead-" + name(session) + ".json", Usage.class).orElse(Usage.NONE);
  }

  /** Returns what a session had used when its last turn ended. */
  Usage total(String session) {
    return this.<Usage>read("total-" + name(session) + ".json", Usage.class).orElse(Usage.NONE);
  }

  /** Ids of sessions are other people's texts: no part of a path. */
  private static String name(String session) {
    return Hashing.sha256().hashString(session, StandardCharsets.UTF_8).toString().substring(0, 32);
  }

  private void write(String name, Object value, boolean force) throws IOException {
    PrivateFiles.folder(folder);
    PrivateFiles.replace(folder.resolve(name), JSON.writeValueAsBytes(value), force);
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(folder.resolve(name).toFile(), type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
