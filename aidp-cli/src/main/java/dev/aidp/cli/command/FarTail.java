package dev.aidp.cli.command;

import dev.aidp.activity.Printed;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Follows what a step on another host prints, by the ends of its log: each line once. */
final class FarTail {

  private List<String> last = List.of();
  private @Nullable Printed printed;

  /** Gives what has come since the last time; where more came than is told, that is missing. */
  void read(Printed now, Consumer<String> lines) {
    List<String> seen = whole(now.end());
    int known =
        IntStream.rangeClosed(0, last.size())
            .filter(from -> begins(seen, last.subList(from, last.size())))
            .map(from -> last.size() - from)
            .findFirst()
            .orElse(0);
    seen.subList(known, seen.size()).forEach(lines);
    last = seen;
    printed = now;
  }

  /** Returns where all of it is. */
  Optional<String> where() {
    return Optional.ofNullable(printed).map(one -> "%s on %s".formatted(one.file(), one.host()));
  }

  private static boolean begins(List<String> seen, List<String> known) {
    return known.size() <= seen.size() && seen.subList(0, known.size()).equals(known);
  }

  /** Where the end begins within a line, that is left out. */
  private static List<String> whole(String end) {
    List<String> lines = end.lines().toList();
    boolean cut = end.length() >= Printed.MOST - 3; // a character has up to four bytes
    return cut && lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
  }
}
