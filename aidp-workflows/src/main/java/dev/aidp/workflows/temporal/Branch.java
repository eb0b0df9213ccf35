package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step;
import dev.aidp.workflows.wire.Keys;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread of a run stands: the scopes around it, and whether its stub calls are only
 * noted.
 */
final class Branch {

  /**
   * A step that is not sent yet.
   *
   * @param key its key, from where it was called
   * @param send sends it by the stub that it is given
   */
  record Noted(Step step, String key, Function<ActivityStub, Promise<?>> send) {}

  /** The scope of a thread that performs an update; of others it is empty. */
  private static final WorkflowThreadLocal<String> HANDLER =
      WorkflowThreadLocal.withCachedInitial(() -> "");

  private final boolean main;
  private String path;
  private @Nullable List<Noted> notes;
  private @Nullable HostAffinity host;

  /** Makes one of a thread beside the main one, whose steps go to {@code host}, or anywhere. */
  Branch(String path, @Nullable HostAffinity host) {
    this(false, path, host);
  }

  private Branch(boolean main, String path, @Nullable HostAffinity host) {
    this.main = main;
    this.path = path;
    this.host = host;
  }

  /** Returns where its steps go, or null for anywhere. */
  @Nullable HostAffinity host() {
    return host;
  }

  /** Returns the one where a thread begins that the engine has made. */
  static Branch first() {
    return new Branch(HANDLER.get().isEmpty(), HANDLER.get(), null);
  }

  /** Returns whether the run ends with this thread. */
  boolean main() {
    return main;
  }

  /** Says that this thread performs an update; its steps are in the scope {@code path}. */
  static void handle(String path) {
    HANDLER.set(path);
  }

  /** Returns the key of the step {@code name} here. */
  String key(String name) {
    return Keys.in(path, name);
  }

  /** Notes {@code call} if this thread only notes calls now; returns whether it does. */
  boolean note(Noted call) {
    if (notes == null) {
      return false;
    }
    notes.add(call);
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
          "Exactly one step's call is expected here, not " + made.size());
    }
    return made.get(0);
  }

  /** Runs {@code body}, whose steps go to {@code affinity}. */
  <T> T on(HostAffinity affinity, Supplier<T> body) {
    host = affinity;
    try {
      return body.get();
    } finally {
      host = null;
    }
  }

  <T> T within(String scope, Supplier<T> body) {
    String outer = path;
    path = Keys.in(outer, scope);
    try {
      return body.get();
    } finally {
      path = outer;
    }
  }
}
