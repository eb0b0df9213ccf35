package dev.aidp.activities.git.cli;

import java.util.regex.Pattern;

/** What may be shown of the addresses of repositories. */
public final class Urls {

  private static final Pattern USER = Pattern.compile("(://)[^/@\\s]*@");

  private Urls() {}

  /** Returns {@code text} without the users and passwords of the URLs in it. */
  public static String withoutUsers(String text) {
    return USER.matcher(text).replaceAll("$1");
  }
}
