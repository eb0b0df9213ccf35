package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.run.UnitAction;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a unit does in place of an agent's work. */
final class ActionReader {

  private static final ImmutableList<String> KEYS =
      ImmutableList.of("kind", "run", "until", "interval", "backoff", "timeout");

  private static final ImmutableList<String> KINDS =
      ImmutableList.of("agent", "command", "wait", "feature");

  private static final ImmutableList<String> OF_WAIT =
      ImmutableList.of("until", "interval", "backoff", "timeout");

  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,2}(?:\\.[0-9]{1,3})?");

  private final Findings findings;

  ActionReader(Findings findings) {
    this.findings = findings;
  }

  /** Returns it, or null where agents work or it is wrong. */
  @Nullable UnitAction read(Fields unit) {
    String kind = unit.oneOf("kind", KINDS).orElse("agent");
    refuseOthers(unit, kind);
    if (kind.equals("agent") || kind.equals("feature")) {
      return null;
    }
    String key = kind.equals("command") ? "run" : "until";
    String command = unit.requiredText(key);
    if (command.length() > UnitAction.LONGEST) {
      findings.add(
          unit.at(key),
          "'%s' has at most %d characters; put it into a file".formatted(key, UnitAction.LONGEST));
    }
    return kind.equals("command") ? UnitAction.run(command) : UnitAction.until(command, poll(unit));
  }

  private void refuseOthers(Fields unit, String kind) {
    List<String> allowed =
        switch (kind) {
          case "command" -> List.of("kind", "run");
          case "wait" -> ImmutableList.<String>builder().add("kind").addAll(OF_WAIT).build();
          default -> List.of("kind");
        };
    for (String key : KEYS) {
      if (!allowed.contains(key) && unit.node(key).isPresent()) {
        findings.add(
            unit.at(key),
            "'%s' is said of a unit with 'kind: %s'"
                .formatted(key, key.equals("run") ? "command" : "wait"));
      }
    }
  }

  private UnitAction.Poll poll(Fields unit) {
    UnitAction.Poll usual = UnitAction.Poll.USUAL;
    UnitAction.Poll poll =
        new UnitAction.Poll(
            time(unit, "interval", usual.interval()),
            backoff(unit, usual.backoff()),
            time(unit, "timeout", usual.timeout()));
    if (poll.looks() > UnitAction.Poll.MOST_LOOKS) {
      findings.add(
          unit.at("timeout"),
          "that would be more than %d looks; give a longer interval, a backoff, or a shorter timeout"
              .formatted(UnitAction.Poll.MOST_LOOKS));
    }
    return poll;
  }

  private Duration time(Fields unit, String key, Duration otherwise) {
    Optional<YamlNode> node = unit.node(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    Duration time =
        node.get() instanceof YamlNode.Scalar text ? Durations.parse(text.text()) : null;
    if (time == null) {
      findings.add(node.get().at(), "'%s' must be %s".formatted(key, Durations.EXPECTED));
      return otherwise;
    }
    return time;
  }

  private double backoff(Fields unit, double otherwise) {
    Optional<YamlNode> node = unit.node("backoff");
    if (node.isEmpty()) {
      return otherwise;
    }
    String text = node.get() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    double factor = FACTOR.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (factor < 1 || factor > 10) {
      findings.add(node.get().at(), "'backoff' must be a number from 1 to 10, such as 1.5");
      return otherwise;
    }
    return factor;
  }
}
