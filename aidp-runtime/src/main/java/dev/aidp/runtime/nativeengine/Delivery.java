package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.EntryKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as a program has taken it.
 *
 * @param recorded what happened and what the program marks in between: what goes into the journal
 * @param refused why updates were not accepted, by their ids
 * @param fault what is wrong with the program, for which nothing that happened is to be lost
 */
record Delivery(
    List<Entry> recorded, Map<String, Answer> refused, @Nullable UnusableException fault) {

  /** Delivers {@code happened}, in its order. */
  static Delivery of(Program program, List<Entry> happened) {
    List<Entry> recorded = new ArrayList<>(program.takeMarks());
    Map<String, Answer> refused = new LinkedHashMap<>();
    UnusableException fault = null;
    for (Entry entry : happened) {
      if (program.anew() != null) {
        break; // the rest is for the new beginning
      }
      if (entry.kind() == EntryKind.UPDATE
          && (fault != null || program.end() != null || refuses(program, entry, refused))) {
        continue;
      }
      recorded.add(entry);
      try {
        if (fault == null) {
          program.deliver(entry);
        }
      } catch (UnusableException e) {
        fault = e;
      }
      recorded.addAll(program.takeMarks());
    }
    return new Delivery(recorded, refused, fault);
  }

  private static boolean refuses(Program program, Entry update, Map<String, Answer> refused) {
    Failure why = program.refusal(update);
    if (why != null) {
      refused.put(update.key(), Payload.failed(why));
    }
    return why != null;
  }
}
