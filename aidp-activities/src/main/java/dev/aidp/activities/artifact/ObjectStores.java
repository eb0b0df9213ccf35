package dev.aidp.activities.artifact;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.artifact.ObjectStoreProvider;
import dev.aidp.failure.UsageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens stores by their addresses. */
public final class ObjectStores {

  private static final String SETTING = "repository.artifacts";

  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://.*");

  private ObjectStores() {}

  /**
   * Opens the one at {@code address}, without asking it for anything.
   *
   * @param address {@code SCHEME://…}, or a folder as seen from {@code top}
   * @throws UsageException if there is none of the kind
   */
  public static ObjectStore open(Path top, String address) {
    Matcher scheme = SCHEME.matcher(address);
    return scheme.matches()
        ? provided(scheme.group(1), address)
        : new FolderObjects(top.resolve(address).normalize());
  }

  private static ObjectStore provided(String scheme, String address) {
    for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
      if (provider.scheme().equals(scheme)) {
        try {
          return provider.open(URI.create(address));
        } catch (IllegalArgumentException e) {
          throw new UsageException(
              "'%s' is no place for artifacts: %s"
                  .formatted(address, e.getMessage())
                  .replaceAll("//[^/@ ]*@", "//"),
              SETTING,
              "Correct the address.");
        }
      }
    }
    throw new UsageException(
        "Nothing here keeps artifacts at '%s'.".formatted(address),
        SETTING,
        "Name a folder that all hosts reach, or put what knows %s:// on the class path (for s3 aidp-s3)."
            .formatted(scheme));
  }
}
