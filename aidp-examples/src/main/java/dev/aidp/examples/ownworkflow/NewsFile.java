package dev.aidp.examples.ownworkflow;

import dev.aidp.activity.StepInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Announces in a file, a line each. */
final class NewsFile implements Announcements {

  private final Path file;

  NewsFile(Path file) {
    this.file = file;
  }

  // tag::effect[]
  @Override
  public String announce(String title, String branch) {
    String text = "%s is on %s (%s)".formatted(title, branch, StepInfo.current().key());
    // A step under way at a crash is performed again: look before you say it twice.
    if (!said(text)) {
      say(text);
    }
    return text;
  }

  // end::effect[]

  private boolean said(String text) {
    try {
      return Files.exists(file) && Files.readAllLines(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String text) {
    try {
      Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
