package dev.aidp.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Reads a growing file line by line, each line once; an overlong line comes in pieces. */
final class LogTail {

  private static final int MAX_LINE = 64 * 1024;

  private final Path file;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long position;

  LogTail(Path file) {
    this(file, 0);
  }

  /** Makes one that begins at {@code position}. */
  LogTail(Path file, long position) {
    this.file = file;
    this.position = position;
  }

  /** Gives what has come since the last time; the end of the file ends a line, too. */
  void read(Consumer<String> lines) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < position) {
        position = 0; // somebody began it anew
      }
      InputStream in = Channels.newInputStream(channel.position(position));
      byte[] buffer = new byte[MAX_LINE];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        position += n;
        take(buffer, n, lines);
      }
    } catch (NoSuchFileException e) {
      return; // nothing printed yet
    }
    if (line.size() > 0) {
      end(lines);
    }
  }

  private void take(byte[] buffer, int length, Consumer<String> lines) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        end(lines);
      } else {
        line.write(buffer[i]);
        if (line.size() >= MAX_LINE) {
          end(lines);
        }
      }
    }
  }

  private void end(Consumer<String> lines) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
