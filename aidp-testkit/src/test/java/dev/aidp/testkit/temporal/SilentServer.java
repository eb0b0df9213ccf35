package dev.aidp.testkit.temporal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Accepts every connection and never answers. */
final class SilentServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch spokenTo = new CountDownLatch(1);

  SilentServer() throws IOException {
    Thread accepting = new Thread(this::accept, "silent-server");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket one = socket.accept();
        accepted.add(one);
        Thread reading = new Thread(() -> read(one), "silent-connection");
        reading.setDaemon(true);
        reading.start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void read(Socket one) {
    try {
      if (one.getInputStream().read() >= 0) {
        spokenTo.countDown();
      }
    } catch (IOException e) {
      // closed
    }
  }

  String target() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Waits until somebody waits for an answer. */
  void awaitSpokenTo() throws InterruptedException {
    spokenTo.await();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket one : accepted) {
      one.close();
    }
  }
}
