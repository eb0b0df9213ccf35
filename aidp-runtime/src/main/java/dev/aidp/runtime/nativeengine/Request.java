package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.workflow.Step;
import java.lang.reflect.Type;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a program asks the outside for; its kind and key name the entry that answers it. */
sealed interface Request {

  EntryKind kind();

  String key();

  /** Returns the wire name that the answer must bear too. */
  String type();

  /** Returns the key of its start, which no other one has. */
  default String startKey() {
    return key();
  }

  /** Returns whether an agent takes a turn: its answer is paid for, and cannot be had again. */
  default boolean turn() {
    return false;
  }

  /** What performs a step that is no activity; it returns JSON. */
  interface Lambda {
    String perform(Runs runs) throws Exception;
  }

  /** The wire name of such a step. */
  String LAMBDA = "AidpLambda";

  /**
   * A step.
   *
   * @param returns what it returns
   * @param args go to the activity; empty for a lambda
   * @param lambda what is performed, if it is no activity
   */
  record OfStep(
      String key, String type, Step step, Type returns, String args, @Nullable Lambda lambda)
      implements Request {
    @Override
    public EntryKind kind() {
      return EntryKind.STEP;
    }

    @Override
    public boolean turn() {
      return step.kind() == Step.Kind.TURN;
    }
  }

  /** A child run; its key is its id among the children. */
  record OfChild(String key, String type, String args) implements Request {
    @Override
    public EntryKind kind() {
      return EntryKind.CHILD;
    }

    @Override
    public String startKey() {
      return "child " + key;
    }
  }

  /** A signal to the run {@code to}. */
  record OfSignal(String key, String type, String to, String args) implements Request {
    @Override
    public EntryKind kind() {
      return EntryKind.SIGNAL;
    }
  }

  /** A timer. */
  record OfTimer(String key, Instant deadline) implements Request {
    @Override
    public EntryKind kind() {
      return EntryKind.TIMER;
    }

    /** A step may have the same name; none has a blank in it. */
    @Override
    public String startKey() {
      return "timer " + key;
    }

    @Override
    public String type() {
      return "";
    }
  }
}
