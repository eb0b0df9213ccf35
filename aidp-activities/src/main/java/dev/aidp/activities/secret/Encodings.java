package dev.aidp.activities.secret;

import com.google.common.collect.ImmutableSet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** The forms in which a secret is found in texts. */
final class Encodings {

  private Encodings() {}

  /** Returns them; none is shorter than {@code shortest}. */
  static Set<String> of(String secret, int shortest) {
    ImmutableSet.Builder<String> forms = ImmutableSet.builder();
    plain(secret, forms);
    // What has several lines is printed with a margin, too.
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= shortest && !line.startsWith("-----"))
        .forEach(line -> plain(line, forms));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      String part = within(bytes, before);
      if (part.length() >= shortest) {
        forms.add(part, part.replace('+', '-').replace('/', '_'));
      }
    }
    return forms.build();
  }

  private static void plain(String text, ImmutableSet.Builder<String> forms) {
    String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
    forms.add(text, url, url.replace("+", "%20"), url.toLowerCase(java.util.Locale.ROOT));
    forms.add(inJson(text), inJson(text).replace("/", "\\/"));
  }

  private static String inJson(String text) {
    StringBuilder json = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> json.append(c);
      }
    }
    return json.toString();
  }

  /*
   * Base64 takes three bytes at a time, so a secret inside a longer text is encoded in one of three ways, and its first and
   * last characters depend on its neighbours: what is between them does not.
   */
  private static String within(byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    int from = before == 0 ? 0 : 4;
    int sure = shifted.length / 3 * 4;
    String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(shifted, shifted.length));
    return from >= sure ? "" : encoded.substring(from, sure);
  }
}
