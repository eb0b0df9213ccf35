package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step;
import dev.aidp.workflows.wire.CapturedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread of a run stands: the scopes around it, and whether its stub calls are only
 * noted.
 */
final class Branch {

  /** A call on a stub that is not performed yet. */
  record Noted(Step step, CapturedCall call) {}

  private String path;
  private @Nullable List<Noted> notes;

  Branch(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** Notes {@code call} if this thread only notes calls now; returns whether it does. */
  boolean note(Step step, CapturedCall call) {
    if (notes == null) {
      return false;
    }
    notes.add(new Noted(step, call));
    return true;
  }

  /** Returns the one stub call that {@code oneCall} makes, not performed. */
  Noted noted(Supplier<?> oneCall) {
    List<Noted> made = new ArrayList<>();
    notes = made;
    try {
      Object unused = oneCall.get(); // what a noted call returns means nothing
    } finally {
      notes = null;
    }
    if (made.size() != 1) {
      throw new IllegalStateException(
          "Exactly one call on a stub of steps(…) is expected here, not " + made.size());
    }
    return made.get(0);
  }

  <T> T within(String scope, Supplier<T> body) {
    String outer = path;
    path = outer + scope + "/";
    try {
      return body.get();
    } finally {
      path = outer;
    }
  }
}
