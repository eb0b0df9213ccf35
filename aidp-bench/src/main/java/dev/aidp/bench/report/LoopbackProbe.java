package dev.aidp.bench.report;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** How long 128 bytes take to another thread and back by TCP: what no server can be faster than. */
final class LoopbackProbe {

  private static final int BYTES = 128;
  private static final int WARM_UP = 500;
  private static final int TIMES = 2_000;

  private LoopbackProbe() {}

  static Spread roundTrips() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread echo = new Thread(() -> echo(server), "echo");
      echo.setDaemon(true);
      echo.start();
      try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        socket.setTcpNoDelay(true);
        return asked(socket);
      }
    }
  }

  private static Spread asked(Socket socket) throws IOException {
    byte[] bytes = new byte[BYTES];
    DataInputStream answers = new DataInputStream(socket.getInputStream());
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < WARM_UP + TIMES; i++) {
      long began = System.nanoTime();
      socket.getOutputStream().write(bytes);
      answers.readFully(bytes);
      if (i >= WARM_UP) {
        times.add((System.nanoTime() - began) / 1e6);
      }
    }
    return Spread.of(times);
  }

  private static void echo(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.setTcpNoDelay(true);
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
