package dev.aidp.activities.guard;

import dev.aidp.activities.git.TreeDiffs.BlobReader;

/** Cuts blobs into lines, and long lines into pieces that overlap: none is held as a whole. */
abstract class LineReader implements BlobReader {

  /** A piece is long enough for every line that people write. */
  private static final int LONGEST = 8 << 10;

  /** What is looked for is shorter, and so in one of two pieces. */
  private static final int OVERLAP = 512;

  private final byte[] piece = new byte[LONGEST];
  private int length;
  private int number;

  /** Takes the {@code line}th line of the blob, from 1, or a piece of it. */
  abstract void line(int line, byte[] bytes, int size);

  @Override
  public void begin(int index) {
    length = 0;
    number = 1;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        line(number, piece, length);
        length = 0;
        number++;
      } else {
        add(bytes[i]);
      }
    }
  }

  private void add(byte octet) {
    if (length == LONGEST) {
      line(number, piece, length);
      System.arraycopy(piece, LONGEST - OVERLAP, piece, 0, OVERLAP);
      length = OVERLAP;
    }
    piece[length++] = octet;
  }

  @Override
  public void end() {
    if (length > 0) {
      line(number, piece, length);
    }
  }
}
