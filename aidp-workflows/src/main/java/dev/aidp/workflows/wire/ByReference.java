package dev.aidp.workflows.wire;

import com.google.common.base.Utf8;
import dev.aidp.artifact.ArtifactStore;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is large is kept in the artifact store, and what names it is recorded and sent instead:
 * a plan, a graph or a merge of ten thousand units is no larger on its way than one of ten.
 */
public final class ByReference {

  /** Nothing goes by reference: there is no store that all readers reach. */
  public static final ByReference NONE = new ByReference(null);

  /** What has more bytes goes by reference. */
  public static final int MOST = 32 * 1024;

  /** What stands for something has no more bytes. */
  public static final int LONGEST_NAME = 100;

  private static final int BYTES_PER_CHAR = 3;
  private static final String NAMED = "{\"aidp-artifact\":\"%s\"}";
  private static final Pattern NAME = Pattern.compile("\\{\"aidp-artifact\":\"([0-9a-f]{64})\"}");

  private final @Nullable ArtifactStore store;

  private ByReference(@Nullable ArtifactStore store) {
    this.store = store;
  }

  /** Returns one that keeps what is large in {@code store}, which every reader has too. */
  public static ByReference in(ArtifactStore store) {
    return new ByReference(store);
  }

  /** Returns whether anything goes by reference. */
  public boolean any() {
    return store != null;
  }

  /** Returns {@code json}, or what stands for it. */
  public String sent(String json) {
    return store == null || !large(json) ? json : NAMED.formatted(store.put(json));
  }

  /**
   * Returns what {@code sent} was, or stands for.
   *
   * @throws NoSuchElementException if it is not here
   */
  public String received(String sent) {
    Matcher name = NAME.matcher(sent);
    if (!name.matches()) {
      return sent;
    }
    if (store == null) {
      throw new NoSuchElementException(
          "A large value is in the artifact store of its repository, which is not reached from here.");
    }
    return store.text(name.group(1));
  }

  private static boolean large(String json) {
    return json.length() > MOST / BYTES_PER_CHAR && Utf8.encodedLength(json) > MOST;
  }
}
