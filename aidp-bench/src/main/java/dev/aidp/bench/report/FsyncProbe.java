package dev.aidp.bench.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** How long the disk takes to keep something: what no durable step can be faster than. */
public final class FsyncProbe {

  private static final int BYTES = 512;
  private static final int WARM_UP = 50;
  private static final int TIMES = 300;

  private FsyncProbe() {}

  public static Spread in(Path folder) throws IOException {
    List<Double> times = new ArrayList<>();
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("probe"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < WARM_UP + TIMES; i++) {
        long began = System.nanoTime();
        file.write(ByteBuffer.allocate(BYTES));
        file.force(false);
        if (i >= WARM_UP) {
          times.add((System.nanoTime() - began) / 1e6);
        }
      }
    }
    return Spread.of(times);
  }
}
