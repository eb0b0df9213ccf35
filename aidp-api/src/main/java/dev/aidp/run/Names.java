package dev.aidp.run;

import com.google.common.hash.Hashing;
import dev.aidp.failure.UsageException;
import dev.aidp.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names that become a part of a path, a ref or a command line. Whoever takes one from outside
 * demands here that it is one, so that it leads nowhere else: each method returns the name, or
 * throws {@link UsageException}, which fails a run or a step for good.
 */
public final class Names {

  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** That of a plan, or one of Aidp's own, such as {@code _merge-2}. */
  private static final Pattern UNIT =
      Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?|_[a-z]{1,16}(-[0-9]{1,9})?");

  /** One word that git takes for no option, range, path or expression. */
  private static final Pattern OBJECT =
      Pattern.compile("(?!-)(?!.*\\.\\.)[^\\s\\p{Cntrl}/\\\\~^:@{}*?\\[;&|$`'\"<>()!]+");

  private static final Pattern FILE = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

  /** What git refuses in a branch's name. */
  private static final Pattern NO_BRANCH =
      Pattern.compile(
          "^$|^[-/]|^(@|HEAD)$|(^|/)\\.|//|\\.\\.|@\\{|[\\x00- \\x7f~^:?*\\[\\\\]"
              + "|\\.lock(/|$)|[/.]$");

  private static final int LONGEST_BRANCH = 1_000;
  private static final int SHOWN = 80;

  private Names() {}

  /** Returns whether {@code id} may be that of a run. */
  public static boolean isRun(String id) {
    return RUN.matcher(id).matches();
  }

  /** Demands the id of a run. */
  public static String run(String id) {
    return demand(
        isRun(id),
        id,
        "the id of a run: use 1 to 64 letters, digits, '-' and '_', beginning with a letter or digit");
  }

  /**
   * Returns the id of the run that an engine knows as {@code engineId}: that itself where it is
   * one; else, as for a child of an application's own workflow, one that is made from it and no
   * other.
   */
  public static String runOf(String engineId) {
    if (isRun(engineId)) {
      return engineId;
    }
    String plain = engineId.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[_-]+", "");
    String hash = Hashing.sha256().hashString(engineId, StandardCharsets.UTF_8).toString();
    return "%s-%s"
        .formatted(plain.substring(0, Math.min(plain.length(), 50)), hash.substring(0, 12))
        .replaceFirst("^-", "");
  }

  /** Demands the id of a unit, or one of the names with an underscore that {@link Work} lists. */
  public static String unit(String id) {
    return demand(
        UNIT.matcher(id).matches(),
        id,
        "the id of a unit: use 1 to 64 small letters, digits, '-' and '_', with a letter or digit at"
            + " either end");
  }

  /** Demands the name of a branch, without {@code refs/heads/}. */
  public static String branch(String name) {
    return demand(
        name.length() <= LONGEST_BRANCH && !NO_BRANCH.matcher(name).find(),
        name,
        "the name of a branch: see git help check-ref-format");
  }

  /** Demands what names a commit, a tree or a blob and cannot be an option or an expression. */
  public static String object(String name) {
    return demand(OBJECT.matcher(name).matches(), name, "a git object: name it by its full hash");
  }

  /** Does as {@link #object} where there is one. */
  public static @Nullable String objectOrNull(@Nullable String name) {
    return name == null ? null : object(name);
  }

  /** Demands the name of a file in a folder that is given, such as that of an artifact. */
  public static String file(String name) {
    return demand(
        FILE.matcher(name).matches(),
        name,
        "the name of a file here: use letters, digits, '.', '_' and '-'");
  }

  private static String demand(boolean fits, String name, String what) {
    if (!fits) {
      throw new UsageException("'%s' is not %s.".formatted(shown(name), what), null, null);
    }
    return name;
  }

  /** What is refused may hold anything. */
  private static String shown(String name) {
    return Excerpt.start(name.replaceAll("\\p{Cntrl}", "?"), SHOWN);
  }
}
