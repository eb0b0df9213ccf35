package dev.aidp.activities.schema;

/** A text is no document, or a document no schema; the message says what it is instead. */
final class UnfitException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnfitException(String message) {
    super(message);
  }
}
