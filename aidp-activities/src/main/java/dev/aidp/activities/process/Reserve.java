package dev.aidp.activities.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room that is held on a disk while turns are under way. If the disk fills meanwhile, it is given
 * to what has to be recorded of them: they are paid for, and would have to be taken again. Safe for
 * use by many threads; processes share it.
 */
public final class Reserve {

  /** What the records of some turns need: their logs, replies and the objects of their changes. */
  static final int BYTES = 16 << 20;

  private static final int PIECE = 1 << 16;
  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
  private static final Set<Path> HELD = new ConcurrentSkipListSet<>();

  private final Path file;

  /** Makes one that is the file {@code file} while it is held. */
  public Reserve(Path file) {
    this.file = file;
  }

  /** Holds the room, from now on until it is needed. */
  public void hold() throws IOException {
    synchronized (HELD) {
      if (!Files.exists(file) || Files.size(file) < BYTES) {
        fill();
      }
      HELD.add(file);
    }
  }

  /** Random bytes: no file system stores them in less. */
  private void fill() throws IOException {
    RandomGenerator random = RandomGenerator.getDefault();
    byte[] piece = new byte[PIECE];
    try (FileChannel room =
        PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < BYTES; at += PIECE) {
        random.nextBytes(piece);
        ByteBuffer bytes = ByteBuffer.wrap(piece);
        while (bytes.hasRemaining()) {
          room.write(bytes, at + bytes.position());
        }
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Gives the room to what is recorded next, if there is not as much besides. */
  public void release() {
    try {
      if (Files.getFileStore(file.getParent()).getUsableSpace() < BYTES) {
        free(file);
      }
    } catch (IOException e) {
      LOG.debug("Nobody knows how much room there is", e);
    }
  }

  /** What has to be written of a turn under way, so that it can be done twice. */
  interface Write {
    void perform() throws IOException;
  }

  /** Performs {@code write}, with the room held by this process if there is no other. */
  static void record(Write write) throws IOException {
    try {
      write.perform();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      boolean more = false;
      for (Path file : HELD) {
        more |= free(file);
      }
      if (!more) {
        throw e;
      }
      write.perform();
    }
  }

  private static boolean free(Path file) {
    HELD.remove(file);
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Room that was held is not given back", e);
      return false;
    }
  }
}
