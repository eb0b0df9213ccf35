package dev.aidp.bench.peers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Restate's server and our service listen; there may be a server's process.
 *
 * @param ingress where calls are made
 * @param admin where services are made known
 * @param service where the server finds ours
 */
record RestateServer(int ingress, int admin, int service) {

  private static final Path INSTALLED =
      Path.of("peers", "node_modules", "@restatedev", "restate-server-linux-x64", "bin")
          .resolve("restate-server");

  static RestateServer at(String target) {
    String[] ports = target.split(",");
    return new RestateServer(
        Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), Integer.parseInt(ports[2]));
  }

  String target() {
    return "%d,%d,%d".formatted(ingress, admin, service);
  }

  /** Returns the server's program, where npm has brought one. */
  static Optional<Path> program() {
    return Optional.of(INSTALLED.toAbsolutePath()).filter(Files::isExecutable);
  }

  static PeerServer start(Path program, Path folder) throws IOException {
    RestateServer server = new RestateServer(freePort(), freePort(), freePort());
    Path config = folder.resolve("restate.toml");
    Files.writeString(
        config,
        """
        disable-telemetry = true
        node-name = "n1"
        listen-mode = "tcp"
        bind-ip = "127.0.0.1"
        bind-port = %d
        advertised-host = "127.0.0.1"
        base-dir = "%s"
        default-num-partitions = 4
        rocksdb-total-memory-size = "512 MiB"
        [ingress]
        bind-address = "127.0.0.1:%d"
        [admin]
        bind-address = "127.0.0.1:%d"
        """
            .formatted(freePort(), folder.resolve("data"), server.ingress, server.admin));
    Process process =
        new ProcessBuilder(program.toString(), "--config-file", config.toString(), "--no-logo")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    String health = "http://127.0.0.1:%d/restate/health".formatted(server.ingress);
    PeerServer.await(process, folder.resolve("log"), () -> answers(health));
    return PeerServer.of(server.target(), process);
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
      return call.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
