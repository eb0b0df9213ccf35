package dev.aidp.activities.git.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a git that stays says, an answer at a time. Read by one thread, taken by others. */
final class SessionOutput {

  /** Nobody keeps more than that in memory: whoever asks for it calls a git that streams it. */
  static final int LIMIT = 8 << 20;

  private static final long SILENT_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private Answer answer = new Answer();
  private boolean over;

  /** Says when an answer is complete. */
  interface Whole {
    boolean is(Answer answer);

    /** So many lines. */
    static Whole lines(int many) {
      return answer -> answer.lines >= many;
    }

    /** All up to {@code end}, which is said last. */
    static Whole until(String end) {
      byte[] last = end.getBytes(StandardCharsets.ISO_8859_1);
      return answer -> answer.endsWith(last);
    }
  }

  /** An answer, as far as it has come. */
  static final class Answer extends ByteArrayOutputStream {

    private int lines;

    private void add(byte[] bytes, int many) {
      write(bytes, 0, many);
      for (int i = 0; i < many; i++) {
        lines += bytes[i] == '\n' ? 1 : 0;
      }
    }

    private boolean endsWith(byte[] last) {
      return count >= last.length
          && Arrays.equals(buf, count - last.length, count, last, 0, last.length);
    }
  }

  /** Reads {@code in} until it ends, or says more than anybody may ask for. */
  void read(InputStream in) {
    byte[] buffer = new byte[16 << 10];
    try (in) {
      int many = in.read(buffer);
      while (many >= 0 && added(buffer, many)) {
        many = in.read(buffer);
      }
    } catch (IOException e) {
      // As at its end.
    }
    end();
  }

  private synchronized boolean added(byte[] bytes, int many) {
    answer.add(bytes, many);
    notifyAll();
    return answer.size() <= LIMIT;
  }

  private synchronized void end() {
    over = true;
    notifyAll();
  }

  /** Returns what comes until it is {@code whole}, or nothing if it ends, or says nothing more. */
  synchronized Optional<byte[]> take(Whole whole) throws InterruptedException {
    long heard = System.nanoTime();
    int size = answer.size();
    while (!whole.is(answer)) {
      long left = SILENT_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
      if (over || left <= 0) {
        return Optional.empty();
      }
      wait(left);
      if (answer.size() > size) {
        size = answer.size();
        heard = System.nanoTime();
      }
    }
    byte[] said = answer.toByteArray();
    answer = new Answer();
    return Optional.of(said);
  }
}
