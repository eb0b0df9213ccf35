package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;

/**
 * What is kept of an output: its head in one file, and the last part of the rest in another one
 * that is written round and round. Memory stays small whatever comes.
 */
public final class SpooledOutput implements OutputSink, Closeable {

  /** Bytes kept of the beginning, and as many of the end; more is a fault, and fills disks. */
  static final int KEPT_BYTES = 256 << 20;

  private final int kept;
  private final RandomAccessFile head;
  private final RandomAccessFile end;
  private long total;

  SpooledOutput(Path file) throws IOException {
    this(file, KEPT_BYTES);
  }

  SpooledOutput(Path file, int kept) throws IOException {
    this.kept = kept;
    head = opened(file);
    end = opened(file.resolveSibling(file.getFileName() + ".end"));
  }

  private static RandomAccessFile opened(Path file) throws IOException {
    return new RandomAccessFile(PrivateFiles.file(file).toFile(), "rw");
  }

  @Override
  public synchronized void take(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      boolean toHead = total < kept;
      long position = toHead ? total : (total - kept) % kept;
      int part = (int) Math.min(left, kept - position);
      RandomAccessFile file = toHead ? head : end;
      int start = from;
      Reserve.record(
          () -> {
            file.seek(position);
            file.write(bytes, start, part);
          });
      total += part;
      from += part;
      left -= part;
    }
  }

  /** Returns how many bytes came, kept or not. */
  public synchronized long total() {
    return total;
  }

  /** Returns how many bytes in the middle were not kept. */
  public synchronized long omitted() {
    return Math.max(0, total - 2L * kept);
  }

  /** Opens what was kept, with a line in place of what was not; nothing may come any more. */
  public synchronized InputStream open() {
    ImmutableList.Builder<InputStream> parts = ImmutableList.builder();
    parts.add(part(head, 0, Math.min(total, kept)));
    long rest = total - kept;
    if (rest > kept) {
      String note = "\n[aidp: %d bytes left out here]\n".formatted(omitted());
      parts.add(new java.io.ByteArrayInputStream(note.getBytes(StandardCharsets.UTF_8)));
      long oldest = rest % kept;
      parts.add(part(end, oldest, kept - oldest));
      parts.add(part(end, 0, oldest));
    } else if (rest > 0) {
      parts.add(part(end, 0, rest));
    }
    return new SequenceInputStream(Collections.enumeration(parts.build()));
  }

  private static InputStream part(RandomAccessFile file, long from, long length) {
    return new FilePart(file, from, length);
  }

  /**
   * Returns the last characters, at most {@code limit}, with malformed bytes replaced and control
   * sequences taken out.
   */
  public synchronized String tail(int limit) throws IOException {
    byte[] bytes = new byte[(int) Math.min(total, Math.min(kept, 4L * limit))];
    long from = total - bytes.length;
    int done = 0;
    while (done < bytes.length) {
      boolean inHead = from + done < kept;
      long position = inHead ? from + done : (from + done - kept) % kept;
      int part = (int) Math.min(bytes.length - done, kept - position);
      RandomAccessFile file = inHead ? head : end;
      file.seek(position);
      file.readFully(bytes, done, part);
      done += part;
    }
    String text = PlainText.of(bytes);
    return text.length() <= limit
        ? text
        : text.substring(PlainText.start(text, text.length() - limit));
  }

  @Override
  public void close() throws IOException {
    head.close();
    end.close();
  }

  /** A range of a file, read by position. */
  private static final class FilePart extends InputStream {
    private final RandomAccessFile file;
    private long position;
    private long left;

    FilePart(RandomAccessFile file, long position, long left) {
      this.file = file;
      this.position = position;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      file.seek(position);
      int count = file.read(bytes, offset, (int) Math.min(length, left));
      if (count > 0) {
        position += count;
        left -= count;
      }
      return count;
    }
  }
}
