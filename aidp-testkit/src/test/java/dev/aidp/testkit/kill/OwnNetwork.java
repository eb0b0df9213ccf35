package dev.aidp.testkit.kill;

import com.google.common.collect.ObjectArrays;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of its own for the processes of one host, with one cable to the rest of the machine and
 * a service of it at the other end. Only root may make one, on Linux; elsewhere the test is
 * skipped.
 */
final class OwnNetwork implements AutoCloseable {

  private final String name = "aidp-" + ProcessHandle.current().pid();
  private final String outside = name + "o";
  private final String inside = name + "i";
  private final String gateway;
  private final Set<Socket> carried = ConcurrentHashMap.newKeySet();
  private ServerSocket door;

  private OwnNetwork(String target) throws IOException {
    String net = "10.231." + ProcessHandle.current().pid() % 250 + ".";
    gateway = net + "1";
    call("ip", "netns", "add", name);
    try {
      call("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
      call("ip", "link", "set", inside, "netns", name);
      call("ip", "addr", "add", gateway + "/30", "dev", outside);
      call("ip", "link", "set", outside, "up");
      inside("ip", "addr", "add", net + "2/30", "dev", inside);
      inside("ip", "link", "set", inside, "up");
      inside("ip", "link", "set", "lo", "up");
      door = new ServerSocket(0, 50, InetAddress.getByName(gateway));
    } catch (IOException e) {
      close();
      throw e;
    }
    int colon = target.lastIndexOf(':');
    InetSocketAddress service =
        new InetSocketAddress(
            target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
    daemon(() -> serve(service));
  }

  /** Makes one from which the service at {@code target} is reached, or has the test skipped. */
  static OwnNetwork with(String target) {
    try {
      return new OwnNetwork(target);
    } catch (IOException e) {
      return Assumptions.abort("No network namespace can be made here: " + e.getMessage());
    }
  }

  /** Returns the address of the service, as it is known inside. */
  String target() {
    return gateway + ":" + door.getLocalPort();
  }

  /** Returns a shell's words that perform what follows them inside. */
  String shell() {
    return "exec ip netns exec " + name + " \"$@\"";
  }

  /** Pulls the cable. */
  void cut() throws IOException {
    call("ip", "link", "set", outside, "down");
  }

  /** Puts it back; what was connected before is so no more, and may know it at once. */
  void mend() throws IOException {
    call("ip", "link", "set", outside, "up");
    for (Socket socket : carried) {
      socket.close();
    }
  }

  private void inside(String... words) throws IOException {
    call(ObjectArrays.concat(new String[] {"ip", "netns", "exec", name}, words, String.class));
  }

  private static void call(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", words) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void serve(InetSocketAddress service) {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        Socket far = new Socket(service.getAddress(), service.getPort());
        carried.add(near);
        daemon(() -> carry(near, far));
        daemon(() -> carry(far, near));
      } catch (IOException e) {
        // It is closed, or the service is gone.
      }
    }
  }

  private static void carry(Socket from, Socket to) {
    try (Closeable one = from;
        Closeable other = to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] some = new byte[8192];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        out.write(some, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One of them has ended.
    }
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "own-network");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    if (door != null) {
      door.close();
    }
    for (String[] last :
        new String[][] {{"ip", "link", "del", outside}, {"ip", "netns", "del", name}}) {
      try {
        call(last);
      } catch (IOException e) {
        // There is none.
      }
    }
  }
}
