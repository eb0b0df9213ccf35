package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A kind of secret that can be recognised.
 *
 * @param what what it is
 * @param files the names of the files in which it is looked for
 * @param pattern what it looks like
 */
public record SecretKind(String what, Pattern files, Pattern pattern) {

  private static final Pattern ANY = Pattern.compile("", Pattern.LITERAL);

  /** Files of variables, but for those that show which ones there are. */
  private static final Pattern DOTENV =
      Pattern.compile("(?:^|/)\\.env(?:\\.(?!example$|sample$|template$|dist$)[^/]*)?$");

  static final List<SecretKind> ALL =
      ImmutableList.of(
          of("a private key", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
          of("an access key of AWS", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b(?<!EXAMPLE)"),
          of("a token of GitHub", "\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"),
          of("a token of GitLab", "\\bgl(?:pat|ptt|rt|dt|cbt)-[A-Za-z0-9_-]{20,}"),
          of("a token of Slack", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
          of("a key of Google", "\\bAIza[0-9A-Za-z_-]{35}"),
          of("a key of Anthropic", "\\bsk-ant-[A-Za-z0-9_-]{20,}"),
          of(
              "a key of OpenAI",
              "\\bsk-(?:proj-|svcacct-|admin-)[A-Za-z0-9_-]{40,}"
                  + "|\\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
          of("a live key of Stripe", "\\b[rs]k_live_[A-Za-z0-9]{20,}"),
          of("a token of npm", "\\bnpm_[A-Za-z0-9]{36}\\b|:_authToken=(?!\\$)\\S{20,}"),
          of("a token of PyPI", "\\bpypi-AgE[A-Za-z0-9_-]{50,}"),
          of("a key of SendGrid", "\\bSG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"),
          new SecretKind(
              "a secret in a file of variables",
              DOTENV,
              Pattern.compile(
                  "^\\s*(?:export\\s+)?\\w*(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|CREDENTIAL)\\w*"
                      + "\\s*=\\s*[\"']?(?!change|your|example|dummy|secret|password|none|null|true|false|xxx)"
                      + "[^\\s\"'$<{]{6,}",
                  Pattern.CASE_INSENSITIVE)));

  private static SecretKind of(String what, String pattern) {
    return new SecretKind(what, ANY, Pattern.compile(pattern));
  }

  /** Returns whether {@code line} of the file at {@code path} has one. */
  boolean in(String path, String line) {
    return pattern.matcher(line).find() && files.matcher(path).find();
  }

  /** Returns whether {@code text}, whatever file it is of, has one. */
  public static boolean anyIn(String text) {
    return ALL.stream()
        .filter(kind -> kind.files.equals(ANY))
        .anyMatch(kind -> kind.pattern.matcher(text).find());
  }
}
