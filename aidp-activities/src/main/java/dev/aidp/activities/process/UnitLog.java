package dev.aidp.activities.process;

import com.google.common.base.Suppliers;
import dev.aidp.activities.secret.Redactor;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activity.Printed;
import dev.aidp.activity.StepInfo;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The log of a unit that people read and follow: it only grows, by whole lines, free of what would
 * steer a terminal. Safe for use by many threads and processes.
 */
public final class UnitLog implements Closeable {

  /** Longest part of one output in a log, in bytes; the whole is in the artifact store. */
  static final int STREAM_BYTES = 8 << 20;

  /** Longest line, in bytes; what is longer goes on in the next one. */
  static final int LINE_BYTES = 1 << 14;

  private static final Supplier<String> HOST = Suppliers.memoize(UnitLog::host);

  private final FileChannel file;
  private final Secrets secrets;

  private UnitLog(FileChannel file, Secrets secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /** Opens the log {@code path}, which holds none of {@code secrets}, and makes it if need be. */
  public static UnitLog open(Path path, Secrets secrets) throws IOException {
    Path folder = path.getParent();
    if (folder != null) {
      PrivateFiles.folder(folder);
    }
    return new UnitLog(
        PrivateFiles.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
        secrets);
  }

  /**
   * Returns the end of what the log {@code path} holds after the last line of {@link #header}, at
   * most {@code limit} bytes of it; empty if there is nothing that can be read.
   */
  public static String lastPart(Path path, int limit) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(limit, file.size()));
      file.read(bytes, file.size() - bytes.capacity());
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      int header = text.startsWith("== ") ? 0 : text.lastIndexOf("\n== ") + 1;
      return text.startsWith("== ", header) ? text.substring(text.indexOf('\n', header) + 1) : text;
    } catch (IOException e) {
      return "";
    }
  }

  /** Lets those who look from another host see the end of the log {@code path}. */
  public static void show(Path path) {
    StepInfo.current()
        .printing(() -> new Printed(HOST.get(), path.toString(), lastPart(path, Printed.MOST)));
  }

  /** Writes a line that says what follows, or how it ended. */
  public void header(String text) throws IOException {
    String line =
        "== "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + " "
            + text.replace('\n', ' ')
            + "\n";
    write(secrets.masked(PlainText.of(line)).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what writes an output line by line, each begun with {@code prefix}. */
  public Lines lines(String prefix) {
    return new Lines(PlainText.of(prefix).getBytes(StandardCharsets.UTF_8));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private void write(byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    Reserve.record(
        () -> {
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        });
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** One output in the log. */
  public final class Lines implements OutputSink {

    private final PlainText plain = new PlainText();
    /* After the control sequences: a secret with a colour in its middle is one only then. */
    private final Redactor redactor = secrets.redactor(this::show);
    private final byte[] line;
    private final int start;
    private int length;
    private long written;

    private Lines(byte[] prefix) {
      start = Math.min(prefix.length, LINE_BYTES / 2);
      line = new byte[LINE_BYTES];
      System.arraycopy(prefix, 0, line, 0, start);
      length = start;
    }

    @Override
    public void take(byte[] bytes, int offset, int count) throws IOException {
      if (written > STREAM_BYTES) {
        return;
      }
      byte[] text = new byte[count];
      int length = 0;
      for (int i = offset; i < offset + count; i++) {
        if (plain.accepts(bytes[i])) {
          text[length++] = bytes[i];
        }
      }
      redactor.take(text, 0, length);
    }

    private void show(byte[] bytes, int offset, int count) throws IOException {
      for (int i = offset; i < offset + count && written <= STREAM_BYTES; i++) {
        add(bytes[i]);
      }
    }

    private void add(byte next) throws IOException {
      if (next == '\n' || next == '\r') {
        endLine();
        return;
      }
      line[length] = next;
      length++;
      if (length == line.length - 1) {
        endLine();
      }
    }

    /** Writes what has come of a line that has not ended; nothing more comes. */
    public void flush() throws IOException {
      redactor.end();
      endLine();
    }

    private void endLine() throws IOException {
      if (length == start) {
        return;
      }
      line[length] = '\n';
      write(Arrays.copyOf(line, length + 1));
      written += length;
      length = start;
      if (written > STREAM_BYTES) {
        write(
            "[aidp: the rest of this output is only in the artifact store]\n"
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
