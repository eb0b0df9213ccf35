package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.workflows.wire.Versions;
import dev.aidp.workflows.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What a program draws: chance, which comes from the run's seed, and versions of changes, which are
 * marked in the journal. Guarded by the run's baton.
 */
final class RandomAndVersions {

  private final RunRow run;
  private final BooleanSupplier replaying;
  private final Random seeds;
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private List<Entry> marks = new ArrayList<>();
  private int uuids;

  RandomAndVersions(RunRow run, BooleanSupplier replaying) {
    this.run = run;
    this.replaying = replaying;
    this.seeds = new Random(run.seed());
  }

  /** Takes note of what is recorded, before the program is run again. */
  void recorded(Entry entry) {
    if (entry.kind() == EntryKind.VERSION) {
      versions.put(entry.key(), Wire.<Integer>read(entry.answer().payload(), Integer.class));
    }
  }

  /**
   * Returns which version of {@code change} the run has, at {@code now}. Where nothing is recorded
   * of it, a program that is run again was there before it knew of the change.
   */
  int version(String change, int min, int max, Instant now) {
    Integer known = versions.get(change);
    if (known == null) {
      known = replaying.getAsBoolean() ? 0 : max;
      versions.put(change, known);
      if (known > 0) {
        Answer answer = new Answer(true, Wire.json(known));
        marks.add(new Entry(EntryKind.VERSION, change, "", answer, now));
      }
    }
    return Versions.supported(run.id(), change, known, min, max);
  }

  /** Returns what has been drawn and must be marked in the journal; the caller's own list. */
  List<Entry> takeMarks() {
    List<Entry> taken = marks;
    marks = new ArrayList<>();
    return taken;
  }

  UUID uuid() {
    String unique = run.id() + ":" + run.seed() + ":" + uuids++;
    return UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8));
  }

  Random random() {
    return new Random(seeds.nextLong());
  }
}
