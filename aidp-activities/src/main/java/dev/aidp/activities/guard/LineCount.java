package dev.aidp.activities.guard;

import com.google.common.hash.Hashing;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the lines that were added to and removed from files: those that one side has more often
 * than the other. A line that was only moved within its file is none; files that are hardly text
 * have none.
 */
final class LineCount extends LineReader {

  /** So many bytes say whether it is text. */
  private static final int LOOKED_AT = 8_000;

  /** One of so many bytes that no text has, and it is none; one alone makes no file binary. */
  private static final int ODD = 20;

  /** Which of the blobs are a file as it was before; the next one is the same file, if not too. */
  private final List<Boolean> before;

  private long[] lines = new long[64];
  private int count;
  private long[] old = new long[0];
  private boolean wasBefore;
  private int looked;
  private int odd;
  private long sum;

  LineCount(List<Boolean> before) {
    this.before = before;
  }

  @Override
  public void begin(int index) {
    super.begin(index);
    boolean now = before.get(index);
    if (index > 0 && (now || !wasBefore)) {
      pairUp(new long[0]);
    }
    wasBefore = now;
    count = 0;
    looked = 0;
    odd = 0;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    int end = offset + Math.min(length, LOOKED_AT - looked);
    for (int i = offset; i < end; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ' && (bytes[i] < '\b' || bytes[i] > '\r')) {
        odd++;
      }
    }
    looked += end - offset;
    super.take(bytes, offset, length);
  }

  @Override
  void line(int line, byte[] bytes, int size) {
    if (count == lines.length) {
      lines = Arrays.copyOf(lines, 2 * count);
    }
    lines[count++] = Hashing.farmHashFingerprint64().hashBytes(bytes, 0, size).asLong();
  }

  @Override
  public void end() {
    super.end();
    long[] all = odd * ODD > looked ? new long[0] : Arrays.copyOf(lines, count);
    Arrays.sort(all);
    if (wasBefore) {
      old = all;
    } else {
      pairUp(all);
    }
  }

  /** Adds what {@code now} differs in from what was before. */
  private void pairUp(long[] now) {
    int same = 0;
    for (int i = 0, j = 0; i < old.length && j < now.length; ) {
      int order = Long.compare(old[i], now[j]);
      same += order == 0 ? 1 : 0;
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    sum += old.length + now.length - 2L * same;
    old = new long[0];
  }

  /** Returns how many they are, after the last blob. */
  long sum() {
    pairUp(new long[0]);
    return sum;
  }
}
