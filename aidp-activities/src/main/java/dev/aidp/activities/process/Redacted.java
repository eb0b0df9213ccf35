package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Redactor;
import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.util.List;

/** Takes secrets out of an output before anybody else sees it. */
final class Redacted implements OutputSink {

  private final List<OutputSink> sinks;
  private final Redactor redactor;

  Redacted(Secrets secrets, List<OutputSink> sinks) {
    this.sinks = ImmutableList.copyOf(sinks);
    redactor = secrets.redactor(this::pass);
  }

  @Override
  public void take(byte[] bytes, int offset, int length) throws IOException {
    redactor.take(bytes, offset, length);
  }

  @Override
  public void over() throws IOException {
    redactor.end();
    for (OutputSink sink : sinks) {
      sink.over();
    }
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    for (OutputSink sink : sinks) {
      sink.take(bytes, offset, length);
    }
  }
}
