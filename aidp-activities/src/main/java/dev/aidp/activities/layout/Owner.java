package dev.aidp.activities.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Whose a file is, where that says why it cannot be written or removed. */
public final class Owner {

  private Owner() {}

  /**
   * Returns {@code : it belongs to NAME} if {@code file} is somebody else's; a container's root
   * leaves such.
   */
  public static Optional<String> of(Path file) {
    try {
      String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
      return owner.equals(System.getProperty("user.name"))
          ? Optional.empty()
          : Optional.of(": it belongs to " + owner);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
