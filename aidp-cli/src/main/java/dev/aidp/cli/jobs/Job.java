package dev.aidp.cli.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that works in the background.
 *
 * @param id of its run; of a watch, the name with which its runs' ids begin
 * @param mode {@code execute}, {@code analyze} or {@code watch}
 * @param pid of the process
 * @param since when that was started
 */
public record Job(String id, String mode, long pid, Instant since) {

  /** By so much a clock may have been put right meanwhile. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  /** Returns this process as one. */
  static Job ofThisProcess(String id, String mode) {
    ProcessHandle self = ProcessHandle.current();
    return new Job(id, mode, self.pid(), started(self).orElseGet(Instant::now));
  }

  /**
   * Returns the process where it can be seen: not where another container or host has its number
   * for another one.
   */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(
            found ->
                started(found)
                    .filter(at -> Duration.between(at, since).abs().compareTo(CLOCKS) < 0)
                    .isPresent());
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant();
  }
}
