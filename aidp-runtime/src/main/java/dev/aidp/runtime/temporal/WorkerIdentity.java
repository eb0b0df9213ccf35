package dev.aidp.runtime.temporal;

import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What the workers of one host tell the server that they are: {@code aidp-OWNER@HOST}. Only there
 * is known which of its owners live.
 */
final class WorkerIdentity {

  private static final String BEGIN = "aidp-";

  private final String end;

  private WorkerIdentity(String host) {
    this.end = "@" + host;
  }

  /** Returns that of the host whose workers leave their traces in {@code traces}; it is made up. */
  static WorkerIdentity in(Path traces) {
    Path file = traces.resolve("host");
    try {
      PrivateFiles.folder(traces);
      Path draft = traces.resolve("host." + UUID.randomUUID());
      PrivateFiles.write(draft, UUID.randomUUID().toString());
      try {
        Files.createLink(file, draft); // whole, or not at all
      } catch (FileAlreadyExistsException e) {
        // Another worker of this host was here before.
      } finally {
        Files.delete(draft);
      }
      return new WorkerIdentity(Files.readString(file).strip());
    } catch (IOException e) {
      throw UnusableException.ofStorage("The folder " + traces + " cannot be used", e);
    }
  }

  /** Returns that of the host whose workers have left traces there, if any have. */
  static Optional<WorkerIdentity> known(Path traces) {
    try {
      return Optional.of(new WorkerIdentity(Files.readString(traces.resolve("host")).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw UnusableException.ofStorage("The folder " + traces + " cannot be read", e);
    }
  }

  /** Returns what the worker of {@code owner} is called. */
  String of(String owner) {
    return BEGIN + owner + end;
  }

  /** Returns the owner that {@code identity} names, if it is one of this host. */
  Optional<String> owner(String identity) {
    return identity.startsWith(BEGIN) && identity.endsWith(end)
        ? Optional.of(identity.substring(BEGIN.length(), identity.length() - end.length()))
        : Optional.empty();
  }
}
