package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.wire.WireNamed;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command that must exit 0 on a unit's tree, or code of the process that must pass it.
 *
 * <pre>{@code
 * Check tests = new Check("tests", "mvn -q test").withTimeout(Duration.ofMinutes(20));
 * Check style =
 *     new Check("style", "mvn -q checkstyle:check")
 *         .withOptional(true)
 *         .withPhase(Check.Phase.ON_COMPLETION);
 * }</pre>
 *
 * @param name unique in a run
 * @param command given to {@code sh -c}; {@code java:NAME@VERSION} is code by its name and version
 * @param exclusive whether no other check that is so may run on the host meanwhile
 * @param optional whether it only warns: it is run and told like any other, and nothing waits for
 *     it to pass
 * @param phase from when on it runs
 * @param category what it is, in a word such as {@code test}, {@code lint} or {@code build}; shown
 * @param timeout its own longest run, or null for the run's
 * @param reports globs of the JUnit XML files that it leaves; none: what its command is known for
 */
@RecordBuilder
public record Check(
    String name,
    String command,
    boolean exclusive,
    boolean optional,
    Phase phase,
    @Nullable String category,
    @Nullable Duration timeout,
    List<String> reports)
    implements CheckBuilder.With {

  private static final String IN_PROCESS = "java:";

  /** From when on a check runs; what runs in one phase runs in all later ones, too. */
  public enum Phase implements WireNamed {
    /** After every iteration of every unit, at its end, and on every merged tree. */
    EACH_UNIT,
    /** Once nothing else keeps a unit from being done, in its clean checkout, and from there on. */
    ON_COMPLETION,
    /** On merged trees, and at the end of a loop that is a run of its own: on the result only. */
    FULL_LOOP;

    /** Returns whether what has this phase runs where all up to {@code now} do. */
    public boolean due(Phase now) {
      return compareTo(now) <= 0;
    }
  }

  /** Copies the globs; what is not said is as usual. */
  @SuppressWarnings("ConstantValue")
  public Check {
    phase = phase == null ? Phase.EACH_UNIT : phase;
    reports = reports == null ? ImmutableList.of() : ImmutableList.copyOf(reports);
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("a check's timeout must be positive: " + timeout);
    }
  }

  /** Makes one that must pass from the first iteration on. */
  public Check(String name, String command, boolean exclusive) {
    this(name, command, exclusive, false, Phase.EACH_UNIT, null, null, ImmutableList.of());
  }

  /** Makes one that may run beside any other. */
  public Check(String name, String command) {
    this(name, command, false);
  }

  /**
   * Returns a check that is code of the process: the {@link dev.aidp.command.TreeCheck} that the
   * application has registered with this name and version.
   */
  public static Check inProcess(String name, String version) {
    return new Check(name, IN_PROCESS + name + "@" + version);
  }

  /** Returns the name and version of the code that it is, or null if it is a command. */
  public @Nullable String code() {
    return command.startsWith(IN_PROCESS) ? command.substring(IN_PROCESS.length()) : null;
  }

  /** Returns the same check by another name. */
  public Check named(String other) {
    return withName(other);
  }

  /** Returns how long it may run where the run's checks may run so long. */
  public Duration timeout(Duration usual) {
    return timeout == null ? usual : timeout;
  }

  /** Returns its name, and its category if it has one. */
  public String shown() {
    return category == null ? name : name + " (" + category + ")";
  }

  /** Returns what settings and plans say of it: its command, or a mapping where it is more. */
  public Object document() {
    ImmutableMap.Builder<String, Object> terms = ImmutableMap.builder();
    terms.put("command", command);
    if (exclusive) {
      terms.put("exclusive", true);
    }
    if (optional) {
      terms.put("required", false);
    }
    if (phase != Phase.EACH_UNIT) {
      terms.put("phase", phase.wireName());
    }
    if (category != null) {
      terms.put("category", category);
    }
    if (timeout != null) {
      terms.put("timeout", timeout.toString());
    }
    if (!reports.isEmpty()) {
      terms.put("reports", reports);
    }
    Map<String, Object> all = terms.buildOrThrow();
    return all.size() == 1 ? command : all;
  }
}
