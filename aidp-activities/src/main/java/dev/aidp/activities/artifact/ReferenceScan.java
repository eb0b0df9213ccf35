package dev.aidp.activities.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Finds references in texts of any form: what could be one counts as one. */
public final class ReferenceScan {

  private static final int LENGTH = 64;

  private final int otherLength;
  private final Set<String> found = new HashSet<>();
  private final byte[] word = new byte[LENGTH];
  private int length;

  /** Makes one that finds references. */
  public ReferenceScan() {
    this(LENGTH);
  }

  /** Makes one that finds what git may have named, too: words of {@code otherLength} digits. */
  public ReferenceScan(int otherLength) {
    this.otherLength = otherLength;
  }

  /** Returns what was found by now. */
  public Set<String> found() {
    return found;
  }

  /** Looks at a whole text. */
  public void take(String text) {
    for (int i = 0; i < text.length(); i++) {
      take(text.charAt(i));
    }
    take('\n');
  }

  /** Looks at all that {@code bytes} gives. */
  public void take(InputStream bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
      for (int i = 0; i < n; i++) {
        take((char) buffer[i]);
      }
    }
    take('\n');
  }

  private void take(char next) {
    if (next >= '0' && next <= '9' || next >= 'a' && next <= 'f') {
      if (length < LENGTH) {
        word[length] = (byte) next;
      }
      length++;
    } else {
      if (length == LENGTH || length == otherLength) {
        found.add(new String(word, 0, length, StandardCharsets.US_ASCII));
      }
      length = 0;
    }
  }
}
