package dev.aidp.activities.process;

import java.io.IOException;

/** Takes output while it is produced, in pieces of any size; used by one thread. */
@FunctionalInterface
public interface OutputSink {

  /** Takes {@code length} bytes from {@code offset}; the array is used again afterwards. */
  void take(byte[] bytes, int offset, int length) throws IOException;

  /** Says that nothing more comes. */
  default void over() throws IOException {}
}
