package dev.aidp.activities.git;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes what {@code git cat-file --batch} says, and hands the contents on. */
final class BatchOutput extends OutputStream {

  private final TreeDiffs.BlobReader reader;
  private final StringBuilder header = new StringBuilder();

  /** Bytes of content that are still to come, and the line's end after them; 0: a header comes. */
  private long left;

  private volatile int objects;

  BatchOutput(TreeDiffs.BlobReader reader) {
    this.reader = reader;
  }

  /** Returns how many objects it was told of. */
  int objects() {
    return objects;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at = left > 0 ? content(bytes, at, end) : header(bytes, at, end);
    }
  }

  private int header(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    header.append(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
    if (at == end) {
      return end;
    }
    // It is "OBJECT TYPE SIZE", or "OBJECT missing".
    String[] words = header.toString().split(" ", -1);
    header.setLength(0);
    reader.begin(objects);
    if (words.length == 3) {
      left = Long.parseLong(words[2]) + 1;
    } else {
      over();
    }
    return at + 1;
  }

  private int content(byte[] bytes, int from, int end) {
    int taken = (int) Math.min(left, end - from);
    boolean last = taken == left;
    int own = last ? taken - 1 : taken;
    if (own > 0) {
      reader.take(bytes, from, own);
    }
    left -= taken;
    if (last) {
      over();
    }
    return from + taken;
  }

  private void over() {
    reader.end();
    objects++;
  }
}
