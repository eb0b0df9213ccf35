package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Answer;
import org.jspecify.annotations.Nullable;

/** A request and, once it is there, its answer. Guarded by the run's baton. */
final class Pending {

  final Request request;
  private @Nullable Answer answer;
  private @Nullable Runnable onStop;
  private boolean stopped;

  Pending(Request request) {
    this.request = request;
  }

  boolean answered() {
    return answer != null;
  }

  Answer answer() {
    if (answer == null) {
      throw new IllegalStateException(request.key() + " has no answer yet");
    }
    return answer;
  }

  void answer(Answer answer) {
    this.answer = answer;
    onStop = null;
  }

  /** Says that the answer need not come (a timer), or shall come soon (a step). */
  void stop() {
    stopped = true;
    if (onStop != null) {
      onStop.run();
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** Tells what to do when it shall stop; only what runs can be stopped. */
  void onStop(Runnable action) {
    onStop = action;
  }
}
