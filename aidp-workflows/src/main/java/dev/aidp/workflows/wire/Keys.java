package dev.aidp.workflows.wire;

import java.util.regex.Pattern;

/**
 * The grammar of keys and ids: names joined by slashes, a name being one or more of {@code A-Z a-z
 * 0-9 . _ @ -}.
 */
public final class Keys {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]+");

  private Keys() {}

  /** Returns {@code name}, or refuses it. */
  public static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name; it must be of letters, digits and . _ @ - (" + NAME + ")");
    }
    return name;
  }

  /** Returns the key {@code name} in {@code scope}, which may be empty. */
  public static String in(String scope, String name) {
    return scope.isEmpty() ? checked(name) : scope + "/" + checked(name);
  }
}
