package dev.aidp.runtime.journal;

import dev.aidp.wire.WireNamed;

/** What an entry of a journal is; the names are on disk. */
public enum EntryKind implements WireNamed {
  /** The run's start: the workflow method is called. */
  START,
  /** A message: a signal's method is called. */
  MESSAGE,
  /** An update that was accepted: its method is called. */
  UPDATE,
  /** An update's method has ended. */
  UPDATED,
  /** A step's outcome. */
  STEP,
  /** A child run's outcome. */
  CHILD,
  /** A signal to a child run has been put in its inbox. */
  SIGNAL,
  /** A timer has fired. */
  TIMER,
  /** The run has asked which version of a change it has. */
  VERSION
}
