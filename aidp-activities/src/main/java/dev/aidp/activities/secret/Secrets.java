package dev.aidp.activities.secret;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets in an environment, which nothing that is stored, shown or sent may hold: as they are,
 * and in the encodings in which programs print them. Immutable.
 */
public final class Secrets {

  private static final Pattern NAME =
      Pattern.compile(
          ".*(?:API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)"
              + "|(?:.*_)?(?:KEY|PRIVATE_KEY(?:_.*)?|SECRET_.*|PASSWORD_.*|WEBHOOKS?(?:_.*)?)"
              + "|(?:.*_)?(?:AUTH|AUTH_CONFIG|AUTHORIZATION|COOKIES?|BEARER)"
              + "|.+_(?:PASS|PWD|PAT|DSN|SESSION)",
          Pattern.CASE_INSENSITIVE);

  /** Tells where a secret is, or how large, not what it is. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          ".*_(?:FILE|PATH|DIR|NAME|TTL|LENGTH)|DESKTOP_SESSION", Pattern.CASE_INSENSITIVE);

  private static final Pattern PASSWORD_IN_ADDRESS =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/@:]*:([^\\s/@]+)@");

  /** What is shorter is hardly a secret, and would blacken innocent words. */
  private static final int SHORTEST = 8;

  /** What stands in the place of a secret. */
  static final String MASK = "***";

  private final ImmutableMap<String, String> named;
  private final ImmutableList<byte[]> forms;

  private Secrets(Map<String, String> named) {
    this.named = ImmutableMap.copyOf(named);
    Set<String> texts = new LinkedHashSet<>();
    named.values().forEach(value -> texts.addAll(Encodings.of(value, SHORTEST)));
    forms =
        texts.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the values of the variables whose names speak of secrets, and passwords in addresses.
   */
  public static Secrets in(Map<String, String> environment) {
    return in(environment, ImmutableList.of());
  }

  /**
   * Returns these and the values of the variables that {@code others} name; a {@code *} stands for
   * any characters.
   */
  public static Secrets in(Map<String, String> environment, Collection<String> others) {
    List<Pattern> listed = Names.patterns(others);
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (value.strip().length() >= SHORTEST
              && (speaksOfSecret(name, listed) || GitSettings.secret(name, environment))) {
            found.put(name, value.strip());
          }
          Matcher address = PASSWORD_IN_ADDRESS.matcher(value);
          if (address.find() && address.group(1).length() >= SHORTEST) {
            found.put(name + " (the password in it)", address.group(1));
          }
        });
    return new Secrets(found);
  }

  /** Returns those of this process. */
  public static Secrets ofThisProcess() {
    return in(System.getenv());
  }

  private static boolean speaksOfSecret(String name, List<Pattern> listed) {
    return Names.any(listed, name)
        || NAME.matcher(name).matches() && !HARMLESS.matcher(name).matches();
  }

  /** Returns {@code text} with each of them masked. */
  public String masked(String text) {
    if (forms.isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream masked = new ByteArrayOutputStream(bytes.length);
    Redactor redactor = redactor(masked::write);
    try {
      redactor.take(bytes, 0, bytes.length);
      redactor.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String result = masked.toString(StandardCharsets.UTF_8);
    return result.length() == text.length() ? text : result;
  }

  /** Returns what masks them in a stream on its way to {@code next}. */
  public Redactor redactor(Redactor.Sink next) {
    return new Redactor(forms, next);
  }

  /** Returns the name of a variable whose value, as it is, is in {@code text}. */
  public Optional<String> namedIn(String text) {
    return named.entrySet().stream()
        .filter(each -> text.contains(each.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
