package dev.aidp.testkit.temporal;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is on disk of each server: whose it is and which process, so that one left behind can be
 * ended, and only that.
 */
final class DevServerTraces {

  private static final Path ROOT =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "aidp-dev-server-" + System.getProperty("user.name"));

  private DevServerTraces() {}

  static Path newFolder() throws IOException {
    Files.createDirectories(ROOT);
    return Files.createTempDirectory(ROOT, "server");
  }

  /** Notes that this JVM has started {@code server}, whose files are in {@code folder}. */
  static void write(Path folder, ProcessHandle server) throws IOException {
    Files.write(
        folder.resolve("processes"), List.of(identity(ProcessHandle.current()), identity(server)));
  }

  /** Ends the servers of JVMs that have ended without ending them. */
  static void endLeftovers() throws IOException {
    if (!Files.isDirectory(ROOT)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT)) {
      for (Path folder : folders) {
        endIfLeft(folder);
      }
    }
  }

  private static void endIfLeft(Path folder) throws IOException {
    Path file = folder.resolve("processes");
    if (!Files.exists(file)) {
      return; // another JVM is about to start it
    }
    List<String> processes = Files.readAllLines(file);
    if (processes.size() == 2 && find(processes.get(0)).isEmpty()) {
      find(processes.get(1)).ifPresent(ProcessHandle::destroyForcibly);
      delete(folder);
    }
  }

  static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      // Files of a test in the temporary folder: the system cleans it up.
      return;
    }
  }

  /** A pid alone may be somebody else's by now. */
  private static String identity(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Object::toString).orElse("?");
  }

  private static Optional<ProcessHandle> find(String identity) {
    long pid = Long.parseLong(identity.substring(0, identity.indexOf(' ')));
    return ProcessHandle.of(pid).filter(process -> identity(process).equals(identity));
  }
}
