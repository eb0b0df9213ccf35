package dev.aidp.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL of the machine's own programs, as it is by itself: each commit is on the disk. */
final class Postgres {

  private static final Path LIBRARIES = Path.of("/usr/lib/postgresql");

  private Postgres() {}

  /** Returns the folder of its programs, if it is installed. */
  static Optional<Path> programs() throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(LIBRARIES)) {
      try (Stream<Path> versions = Files.list(LIBRARIES)) {
        versions.sorted().map(version -> version.resolve("bin")).forEach(folders::add);
      }
    }
    Stream.of(System.getenv("PATH").split(":")).map(Path::of).forEach(folders::add);
    return folders.stream().filter(f -> Files.isExecutable(f.resolve("initdb"))).findFirst();
  }

  static PeerServer start(Path programs, Path folder) throws IOException, InterruptedException {
    Path data = Files.createDirectory(folder.resolve("data"));
    // Temporary folders are their owner's alone, and it refuses to run as root.
    run(List.of("chmod", "711", folder.toString(), folder.getParent().toString()));
    run(List.of("chown", "nobody", data.toString()));
    run(
        asNobody(
            programs.resolve("initdb").toString(),
            "-D",
            data.toString(),
            "-U",
            "peers",
            "-A",
            "trust"));
    int port = RestateServer.freePort();
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                asNobody(
                    programs.resolve("postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories="))
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    PeerServer.await(process, log, () -> answers(url));
    return PeerServer.of(url, process);
  }

  /** It refuses to run as root. */
  private static List<String> asNobody(String... command) {
    List<String> all = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && !command.get(0).equals("chown")) {
      throw new IOException(command + ": " + said);
    }
  }

  private static boolean answers(String url) {
    try (var connection = DriverManager.getConnection(url, "peers", "unused")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
