package dev.aidp.workflows.merge;

import java.util.List;

/** How often the checks run at most. Pure. */
final class GateBound {

  /*
   * Let n units be tested, g of them be guilty. A green batch costs one run. A red one of s units costs one, cuts(s) for
   * the search, one to repeat what was found, and the set. The worst place of the guilty ones is found by trying all:
   * settled units and guilty ones are all that the size of the next batch depends on. The set with m others costs at
   * most m times (alone, cuts(n), repeat), and alone twice.
   *
   * A textual conflict ends a batch early: one run more each. A flaky run costs its repeat, and a search that it misled.
   */

  private GateBound() {}

  /** Returns the bound for {@code units} units that are tested one after the other. */
  static int oneByOne(int units, int guilty, int flaky) {
    return units + guilty + flaky;
  }

  /**
   * Returns the bound.
   *
   * @param units who is tested, the guilty ones included
   * @param others for each guilty one, how many are in its set besides itself
   * @param conflicts textual conflicts, settled or not
   * @param flaky runs that were red and then green
   */
  static int runs(int units, List<Integer> others, int conflicts, int flaky) {
    int sets = others.stream().mapToInt(more -> set(units, more)).sum();
    return batches(units, others.size()) + sets + conflicts + flaky * (2 + cuts(units));
  }

  /** Returns the runs for naming the set of one guilty unit. */
  static int set(int units, int others) {
    return others * (2 + cuts(units)) + 2;
  }

  /** Returns the runs that narrow a gap of {@code gap} trees down to one. */
  static int cuts(int gap) {
    int runs = 0;
    for (int left = gap; left > 1; left = (left + 1) / 2) {
      runs++;
    }
    return runs;
  }

  /** Returns the runs that find all guilty ones, wherever they are. */
  private static int batches(int units, int guilty) {
    int[][] worst = new int[guilty + 2][units + 1];
    for (int found = guilty; found >= 0; found--) {
      for (int settled = units - 1; settled >= 0; settled--) {
        int size = Math.min(MergeQueue.batch(settled, found), units - settled);
        int runs = 1 + worst[found][settled + size];
        int red = size == 1 ? 2 : 2 + cuts(size);
        for (int place = 1; place <= size && found < guilty; place++) {
          runs = Math.max(runs, red + worst[found + 1][settled + place]);
        }
        worst[found][settled] = runs;
      }
    }
    return worst[0][0];
  }
}
