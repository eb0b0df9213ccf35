package dev.aidp.workflows.schedule;

/** Numbers that look like chance and are the same in every run, on every machine: splitmix64. */
final class Chance {

  private static final long STEP = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  Chance(long seed) {
    state = seed;
  }

  /** Returns a whole number from 0 to below {@code bound}. */
  int below(int bound) {
    return (int) (fraction() * bound);
  }

  /** Returns a number from 0 to below 1. */
  double fraction() {
    return (next() >>> 11) * UNIT;
  }

  private long next() {
    state += STEP;
    long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
