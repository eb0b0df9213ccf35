package dev.aidp.artifact;

import java.net.URI;

/**
 * Opens the stores of one kind, for the setting {@code repository.artifacts}. Found as a service:
 * its class is named in {@code META-INF/services/dev.aidp.artifact.ObjectStoreProvider} of a jar on
 * the class path.
 */
public interface ObjectStoreProvider {

  /** Returns what the addresses of such stores begin with, such as {@code s3}. */
  String scheme();

  /**
   * Opens the store at {@code address}, without asking it for anything.
   *
   * @throws IllegalArgumentException if it is no address of such a store; the message says why
   */
  ObjectStore open(URI address);
}
