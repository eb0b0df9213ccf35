package dev.aidp.testkit.artifact;

import dev.aidp.activities.artifact.ObjectStores;
import dev.aidp.artifact.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class FolderContractTest extends ObjectStoreContract {

  @TempDir Path shared;

  @Override
  protected ObjectStore store() {
    return ObjectStores.open(shared, ".");
  }

  @Override
  protected ObjectStore silent() {
    return ObjectStores.open(shared, "not mounted");
  }

  /** Who runs these tests may be root, whom no folder refuses. */
  @Override
  protected Optional<ObjectStore> refusing() {
    return Optional.empty();
  }
}
