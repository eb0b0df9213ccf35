package dev.aidp.runtime.journal;

import dev.aidp.runtime.journal.Journal.Begun;
import dev.aidp.runtime.journal.Journal.Recorded;
import dev.aidp.runtime.journal.Journal.Round;
import dev.aidp.workflows.wire.ByReference;
import org.jspecify.annotations.Nullable;

/** Which texts of rows may be large: on their way into the journal, and back. */
record LargeTexts(ByReference large) {

  String sent(String text) {
    return large.sent(text);
  }

  RunRow sent(RunRow run) {
    return run.withArgs(sent(run.args()));
  }

  Round sent(Round round) {
    return new Round(
        round.run(),
        round.last(),
        round.entries().stream().map(entry -> entry.with(sent(entry.answer()))).toList(),
        round.starts(),
        round.children().stream().map(this::sent).toList(),
        round.refused(),
        round.end() == null ? null : sent(round.end()));
  }

  private Answer sent(Answer answer) {
    return new Answer(answer.ok(), sent(answer.payload()));
  }

  RunRow received(RunRow run) {
    RunRow.End end = run.end();
    RunRow whole = run.withArgs(large.received(run.args()));
    return end == null ? whole : whole.withEnd(new RunRow.End(end.at(), received(end.answer())));
  }

  Recorded received(Recorded recorded) {
    return new Recorded(
        received(recorded.run()),
        recorded.entries().stream().map(entry -> entry.with(received(entry.answer()))).toList());
  }

  Begun received(Begun begun) {
    return new Begun(begun.starts(), begun.children().stream().map(this::received).toList());
  }

  UpdateState received(UpdateState update) {
    @Nullable Answer answer = update.answer();
    return answer == null ? update : new UpdateState(update.stage(), received(answer));
  }

  private Answer received(Answer answer) {
    return new Answer(answer.ok(), large.received(answer.payload()));
  }
}
