package dev.aidp.cli.io;

import dev.aidp.activities.secret.Redactor;
import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Takes secrets out of what is printed. */
final class RedactingOutput extends OutputStream {

  private final PrintStream out;
  private final Redactor redactor;

  private RedactingOutput(PrintStream out, Secrets secrets) {
    this.out = out;
    redactor = secrets.redactor(out::write);
  }

  static PrintStream stream(PrintStream out, Secrets secrets) {
    return new PrintStream(new RedactingOutput(out, secrets), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int one) throws IOException {
    redactor.take(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    redactor.take(bytes, offset, length);
  }

  @Override
  public synchronized void flush() throws IOException {
    redactor.end();
    out.flush();
  }
}
