package dev.aidp.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;

/**
 * Bytes by their content: putting the same bytes again gives the same reference and stores nothing.
 * Safe for use by many threads and processes at once.
 *
 * <pre>{@code
 * String ref = store.put("A report that is too long for the arguments of a step.");
 * String text = store.text(ref); // in any process that has this store
 * }</pre>
 */
public interface ArtifactStore {

  /**
   * Stores all that {@code bytes} gives and returns its reference, the lower-case hexadecimal
   * SHA-256.
   *
   * @throws dev.aidp.failure.UnusableException if it cannot be stored; nothing of it is then left
   */
  String put(InputStream bytes) throws IOException;

  /**
   * Opens what {@code ref} stands for; the caller closes it.
   *
   * @throws NoSuchElementException if there is no such artifact
   */
  InputStream open(String ref) throws IOException;

  /** Stores a text as UTF-8. */
  default String put(String text) {
    try {
      return put(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the text that was stored as UTF-8. */
  default String text(String ref) {
    try (InputStream in = open(ref)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
