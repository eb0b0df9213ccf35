package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.run.UnitAction;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the settings let an agent have done between two of its turns. */
record ConfiguredUnits(Config config) {

  private static final String STEM = "units.";

  private static final ConfigType<String> COMMAND =
      new ConfigType<>(
          "a command of at most %d characters".formatted(UnitAction.LONGEST),
          "{\"type\": \"string\", \"minLength\": 1, \"maxLength\": %d}"
              .formatted(UnitAction.LONGEST),
          false,
          text -> text.isBlank() || text.length() > UnitAction.LONGEST ? null : text);

  private static final ConfigType<Double> FACTOR =
      new ConfigType<>(
          "a number from 1 to 10, such as 1.5",
          "{\"type\": \"number\", \"minimum\": 1, \"maximum\": 10}",
          false,
          ConfiguredUnits::factor);

  static final ConfigKey<String> RUN =
      key(
          "run",
          COMMAND,
          "A command that an agent may have run between two of its turns, by a line NEXT_UNIT: NAME; see agents.md.");

  static final ConfigKey<String> UNTIL =
      key("until", COMMAND, "A command that is run again until it exits 0, instead of run.");

  static final ConfigKey<Duration> INTERVAL =
      key(
          "interval",
          ConfigType.TIME,
          "Time between two looks of until (%s)."
              .formatted(Durations.text(UnitAction.Poll.USUAL.interval())));

  static final ConfigKey<Double> BACKOFF =
      key("backoff", FACTOR, "By how much each further interval is longer, up to 10 min (1).");

  static final ConfigKey<Duration> TIMEOUT =
      key(
          "timeout",
          ConfigType.TIME,
          "How long until is waited for (%s)."
              .formatted(Durations.text(UnitAction.Poll.USUAL.timeout())));

  static final ImmutableList<ConfigKey<?>> KEYS =
      ImmutableList.of(RUN, UNTIL, INTERVAL, BACKOFF, TIMEOUT);

  private static <T> ConfigKey<T> key(String name, ConfigType<T> type, String doc) {
    return new ConfigKey<>(STEM + "*." + name, type, null, doc);
  }

  private static @Nullable Double factor(String text) {
    double factor = text.matches("[0-9]{1,2}(\\.[0-9]{1,3})?") ? Double.parseDouble(text) : 0;
    return factor < 1 || factor > 10 ? null : factor;
  }

  /** Returns what is wrong with them. */
  List<Detail> faults() {
    List<Detail> faults = new ArrayList<>();
    for (String name : names()) {
      fault(name).ifPresent(what -> faults.add(new Detail(origin(name), STEM + name + " " + what)));
    }
    return faults;
  }

  private Optional<String> fault(String name) {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      return Optional.of("must have a name of small letters, digits, - and _");
    }
    boolean waits = config.get(UNTIL, name) != null;
    if ((config.get(RUN, name) != null) == waits) {
      return Optional.of("must have either run or until");
    }
    boolean timed =
        ImmutableList.of(INTERVAL, BACKOFF, TIMEOUT).stream()
            .anyMatch(key -> config.said(key.at(name)) != null);
    if (timed && !waits) {
      return Optional.of("has no interval, backoff and timeout: these are said beside until");
    }
    return waits && poll(name).looks() > UnitAction.Poll.MOST_LOOKS
        ? Optional.of(
            "would be looked at more than %d times; give a longer interval, a backoff, or a shorter timeout"
                .formatted(UnitAction.Poll.MOST_LOOKS))
        : Optional.empty();
  }

  /** Returns them, by their names. */
  ImmutableMap<String, UnitAction> units() {
    ImmutableMap.Builder<String, UnitAction> units = ImmutableMap.builder();
    for (String name : names()) {
      String run = config.get(RUN, name);
      String until = config.get(UNTIL, name);
      if (run != null) {
        units.put(name, UnitAction.run(run));
      } else if (until != null) {
        units.put(name, UnitAction.until(until, poll(name)));
      }
    }
    return units.buildOrThrow();
  }

  private UnitAction.Poll poll(String name) {
    UnitAction.Poll usual = UnitAction.Poll.USUAL;
    return new UnitAction.Poll(
        Objects.requireNonNullElse(config.get(INTERVAL, name), usual.interval()),
        Objects.requireNonNullElse(config.get(BACKOFF, name), usual.backoff()),
        Objects.requireNonNullElse(config.get(TIMEOUT, name), usual.timeout()));
  }

  private ImmutableSet<String> names() {
    return config.said().stream()
        .filter(setting -> setting.key().startsWith(STEM) && setting.value() != null)
        .map(setting -> setting.key().substring(STEM.length(), setting.key().lastIndexOf('.')))
        .collect(ImmutableSet.toImmutableSet());
  }

  private String origin(String name) {
    return config.said().stream()
        .filter(setting -> setting.key().startsWith(STEM + name + "."))
        .findFirst()
        .map(Setting::origin)
        .orElse("");
  }
}
