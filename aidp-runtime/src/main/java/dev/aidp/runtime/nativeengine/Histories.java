package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.HistoryEntry.Kind;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.Message;
import dev.aidp.runtime.journal.RunRow;
import java.util.ArrayList;
import java.util.List;

/** Journals as people read them. */
final class Histories {

  private Histories() {}

  static List<HistoryEntry> of(List<Journal.Recorded> family) {
    List<HistoryEntry> all = new ArrayList<>();
    for (Journal.Recorded one : family) {
      for (Entry entry : one.entries()) {
        if (told(entry)) {
          all.add(shown(one.run(), entry));
        }
      }
      if (one.run().end() != null) {
        RunRow.End end = one.run().end();
        all.add(
            new HistoryEntry(
                end.at(),
                one.run().id(),
                Kind.ENDED,
                "",
                end.answer().payload(),
                !end.answer().ok()));
      }
    }
    return HistoryEntry.sorted(all);
  }

  /**
   * A signal to a child is told as the message that the child received, an order to end as that.
   */
  private static boolean told(Entry entry) {
    return switch (entry.kind()) {
      case SIGNAL, VERSION -> false;
      case MESSAGE -> !entry.type().equals(Message.TERMINATE);
      default -> true;
    };
  }

  private static HistoryEntry shown(RunRow run, Entry entry) {
    String payload = entry.answer().payload();
    return switch (entry.kind()) {
      case START -> new HistoryEntry(entry.at(), run.id(), Kind.STARTED, "", run.args(), false);
      case MESSAGE ->
          new HistoryEntry(entry.at(), run.id(), Kind.MESSAGE, entry.type(), payload, false);
      case UPDATE ->
          new HistoryEntry(entry.at(), run.id(), Kind.UPDATE, entry.type(), payload, false);
      case UPDATED ->
          new HistoryEntry(
              entry.at(), run.id(), Kind.UPDATED, entry.type(), payload, !entry.answer().ok());
      case STEP, SIGNAL, VERSION -> answered(run, entry, Kind.STEP);
      case CHILD -> answered(run, entry, Kind.CHILD);
      case TIMER -> new HistoryEntry(entry.at(), run.id(), Kind.TIMER, entry.key(), payload, false);
    };
  }

  private static HistoryEntry answered(RunRow run, Entry entry, Kind kind) {
    return new HistoryEntry(
        entry.at(), run.id(), kind, entry.key(), entry.answer().payload(), !entry.answer().ok());
  }
}
