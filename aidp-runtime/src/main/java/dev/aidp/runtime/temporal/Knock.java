package dev.aidp.runtime.temporal;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Whether somebody listens at an address, which a look tells at once and the SDK's retries only
 * after their time.
 */
enum Knock {
  /** Nobody does. */
  REFUSED,
  /** Somebody does, who may be slow. */
  OPENED,
  /** It is not an address of this form, or nothing comes back: the SDK finds out. */
  UNKNOWN;

  private static final int PATIENCE_MILLIS = 1_000;

  static Knock at(String target) {
    try (Socket socket = new Socket()) {
      HostAndPort address = HostAndPort.fromString(target);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
      return OPENED;
    } catch (ConnectException e) {
      return REFUSED;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return UNKNOWN;
    }
  }
}
