package dev.aidp.runtime.temporal;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Whether nobody listens at an address, which a look tells at once and the SDK's retries only after
 * their time.
 */
final class Refusal {

  private static final int PATIENCE_MILLIS = 1_000;

  private Refusal() {}

  static boolean by(String target) {
    try (Socket socket = new Socket()) {
      HostAndPort address = HostAndPort.fromString(target);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return false; // not an address of this form, or slow: the SDK finds out
    }
  }
}
