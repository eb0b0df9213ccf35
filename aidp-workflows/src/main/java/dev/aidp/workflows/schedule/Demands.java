package dev.aidp.workflows.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What there is in each pool and what each activity takes of it, packed: several pools in one word,
 * each with a bit above it that a subtraction takes away if there was too little. So one comparison
 * answers for all of them.
 */
final class Demands {

  private static final int BITS = 63;

  /** The words of one amount. */
  final int words;

  /** All that there is. */
  final long[] capacity;

  /** The bits above the pools. */
  final long[] guards;

  /** What each activity takes, its words side by side. */
  final long[] needs;

  private final int[] capacities;
  private final List<int[]> plain;

  private Demands(int[] capacities, List<int[]> plain, int words, List<Field> fields) {
    this.capacities = capacities;
    this.plain = plain;
    this.words = words;
    this.capacity = new long[words];
    this.guards = new long[words];
    this.needs = new long[words * plain.size()];
    for (int pool = 0; pool < capacities.length; pool++) {
      Field field = fields.get(pool);
      capacity[field.word] |= (long) capacities[pool] << field.shift;
      guards[field.word] |= 1L << field.shift + bits(capacities[pool]);
      for (int i = 0; i < plain.size(); i++) {
        needs[i * words + field.word] |= (long) plain.get(i)[pool] << field.shift;
      }
    }
  }

  /** Where a pool is. */
  private record Field(int word, int shift) {}

  /** Returns what {@code needs} takes; those under way, the first, take at most what there is. */
  static Demands of(int[] capacities, List<int[]> needs, int underWay) {
    List<Field> fields = new ArrayList<>();
    int word = 0;
    int shift = 0;
    for (int capacity : capacities) {
      int wide = bits(capacity) + 1;
      if (shift + wide > BITS) {
        word++;
        shift = 0;
      }
      fields.add(new Field(word, shift));
      shift += wide;
    }
    return new Demands(capacities, possible(capacities, needs, underWay), word + 1, fields);
  }

  /** A limit may have been lowered meanwhile. */
  private static List<int[]> possible(int[] capacities, List<int[]> needs, int underWay) {
    int[] left = capacities.clone();
    List<int[]> possible = new ArrayList<>();
    for (int i = 0; i < needs.size(); i++) {
      int[] need = needs.get(i).clone();
      for (int pool = 0; pool < need.length; pool++) {
        need[pool] = Math.min(need[pool], i < underWay ? left[pool] : capacities[pool]);
        if (i < underWay) {
          left[pool] -= need[pool];
        }
      }
      possible.add(need);
    }
    return possible;
  }

  /** Returns how long the busiest pool is busy. */
  long bound(long[] durations) {
    long longest = 0;
    for (int pool = 0; pool < capacities.length; pool++) {
      long work = 0;
      for (int i = 0; i < durations.length; i++) {
        work += durations[i] * plain.get(i)[pool];
      }
      if (capacities[pool] > 0) {
        longest = Math.max(longest, (work + capacities[pool] - 1) / capacities[pool]);
      }
    }
    return longest;
  }

  private static int bits(int capacity) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(capacity);
  }
}
