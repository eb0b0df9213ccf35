package dev.aidp.activities.plan;

import com.google.common.hash.Hashing;
import dev.aidp.artifact.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Artifacts in memory, counting how often one is opened. */
final class MemoryStore implements ArtifactStore {

  private final Map<String, byte[]> kept = new LinkedHashMap<>();
  int opened;

  @Override
  public String put(InputStream bytes) throws IOException {
    byte[] content = bytes.readAllBytes();
    String ref = Hashing.sha256().hashBytes(content).toString();
    kept.put(ref, content);
    return ref;
  }

  String put(byte[] bytes) {
    try {
      return put(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public InputStream open(String ref) {
    opened++;
    byte[] content = kept.get(ref);
    if (content == null) {
      throw new NoSuchElementException(ref);
    }
    return new ByteArrayInputStream(content);
  }
}
