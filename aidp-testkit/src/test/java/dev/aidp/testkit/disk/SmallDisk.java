package dev.aidp.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, small enough to be filled; needs the right to mount one. */
final class SmallDisk implements AutoCloseable {

  private static final int MIB = 1 << 20;

  private final Path top;

  private SmallDisk(Path top) {
    this.top = top;
  }

  /** Mounts one at {@code folder}, which is made; whoever may not mount skips the test. */
  static SmallDisk at(Path folder, int mebibytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String options = "size=" + mebibytes + "m,mode=0777";
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()),
        "Needs root, or sudo without a password, to mount a small disk");
    return new SmallDisk(folder);
  }

  Path top() {
    return top;
  }

  /** Returns the file that fills it. */
  Path filler() {
    return top.resolve("filler");
  }

  /** Leaves no byte. */
  void fill() {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      for (int size = MIB; size >= 1; size /= 2) {
        byte[] bytes = new byte[size];
        while (written(filler, bytes)) {}
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static boolean written(OutputStream to, byte[] bytes) {
    try {
      to.write(bytes);
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  /** Makes room again. */
  void empty() {
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it larger. */
  void enlarge(int mebibytes) {
    assertThat(run("mount", "-o", "remount,size=" + mebibytes + "m", top.toString())).isTrue();
  }

  @Override
  public void close() {
    run("umount", "-l", top.toString());
  }

  private static boolean run(String... command) {
    List<String> withSudo = new ArrayList<>(List.of("sudo", "-n"));
    withSudo.addAll(List.of(command));
    return succeeds(List.of(command)) || succeeds(withSudo);
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
