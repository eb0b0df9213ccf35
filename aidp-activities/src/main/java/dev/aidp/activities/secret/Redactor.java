package dev.aidp.activities.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in bytes that come in pieces of any size: what may be the beginning of one is held
 * back until it is known. Used by one thread.
 */
public final class Redactor {

  /** Takes what may be told. */
  @FunctionalInterface
  public interface Sink {
    /** Takes {@code length} bytes from {@code offset}; the array is used again afterwards. */
    void take(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final byte[] MASK = Secrets.MASK.getBytes(StandardCharsets.UTF_8);

  /** By the first byte, the longest first: of two that begin alike the longer one is masked. */
  private final byte[] @Nullable [][] byFirst = new byte[256][][];

  private final boolean idle;
  private final Sink next;
  private byte[] held = new byte[0];

  Redactor(List<byte[]> longestFirst, Sink next) {
    this.next = next;
    idle = longestFirst.isEmpty();
    for (int first = 0; first < byFirst.length; first++) {
      List<byte[]> some = new ArrayList<>();
      for (byte[] each : longestFirst) {
        if ((each[0] & 0xff) == first) {
          some.add(each);
        }
      }
      byFirst[first] = some.isEmpty() ? null : some.toArray(byte[][]::new);
    }
  }

  /** Takes a piece. */
  public void take(byte[] bytes, int offset, int length) throws IOException {
    if (idle) {
      next.take(bytes, offset, length);
    } else if (held.length == 0) {
      held = pass(bytes, offset, offset + length, false);
    } else {
      byte[] all = Arrays.copyOf(held, held.length + length);
      System.arraycopy(bytes, offset, all, held.length, length);
      held = pass(all, 0, all.length, false);
    }
  }

  /** Passes on what was held back: nothing more comes. */
  public void end() throws IOException {
    byte[] rest = held;
    held = pass(rest, 0, rest.length, true);
  }

  /** Passes on all that is certain and returns the rest. */
  private byte[] pass(byte[] bytes, int from, int end, boolean last) throws IOException {
    int told = from;
    int at = from;
    while (at < end) {
      int length = match(bytes, at, end, last);
      if (length < 0) {
        tell(bytes, told, at);
        return Arrays.copyOfRange(bytes, at, end);
      }
      if (length > 0) {
        tell(bytes, told, at);
        next.take(MASK, 0, MASK.length);
        told = at + length;
      }
      at += Math.max(1, length);
    }
    tell(bytes, told, end);
    return new byte[0];
  }

  private void tell(byte[] bytes, int from, int to) throws IOException {
    if (to > from) {
      next.take(bytes, from, to - from);
    }
  }

  /**
   * Returns the length of the secret at {@code at}, 0 if there is none, -1 if it may begin there.
   */
  private int match(byte[] bytes, int at, int end, boolean last) {
    byte[] @Nullable [] some = byFirst[bytes[at] & 0xff];
    if (some == null) {
      return 0;
    }
    for (byte[] secret : some) {
      int length = Math.min(secret.length, end - at);
      if (Arrays.equals(bytes, at, at + length, secret, 0, length)) {
        if (length == secret.length) {
          return length;
        }
        if (!last) {
          return -1;
        }
      }
    }
    return 0;
  }
}
