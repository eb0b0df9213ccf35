package dev.aidp.activities.agent;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.Multimaps;
import dev.aidp.run.Defaults;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Shares out the room that a prompt has. Each part is sure of its share; what some leave goes to
 * those that need more, the first ones first. Pure.
 */
final class PromptShares {

  /** A part of a prompt whose size is not ours, with the share that it is sure of, in bytes. */
  enum Part {
    /** What shall be done. */
    TASK(16_000),
    /** What people have said meanwhile. */
    INSTRUCTIONS(8_000),
    /** What failed in the turn before. */
    FEEDBACK(12_000),
    /** What was done before this agent took over. */
    HANDOVER(8_000),
    /** What both sides of a conflict have changed. */
    DIFFS(4_000),
    /** What the project asks of agents. */
    GUIDES(5_000),
    /** Names of checks, files, inputs and outputs. */
    LISTS(2_000);

    private final int share;

    Part(int share) {
      this.share = share;
    }
  }

  /** Room for our own words, fences and the marks of what is cut. */
  static final int FRAME = 6_000;

  private static final String CUT = "\n… cut here";

  private PromptShares() {}

  /** Returns the texts of each part in their order, cut where they are longer than their room. */
  static ImmutableListMultimap<Part, String> fit(ListMultimap<Part, String> texts) {
    ListMultimap<Part, String> whole = Multimaps.transformValues(texts, PromptShares::whole);
    Map<Part, Integer> rooms =
        rooms(Maps.transformValues(Multimaps.asMap(whole), PromptShares::bytes));
    ImmutableListMultimap.Builder<Part, String> fitting = ImmutableListMultimap.builder();
    Multimaps.asMap(whole)
        .forEach((part, all) -> fitting.putAll(part, fit(all, rooms.getOrDefault(part, 0))));
    return fitting.build();
  }

  /** Returns the rooms of parts that would take so many bytes. */
  static ImmutableMap<Part, Integer> rooms(Map<Part, Integer> wanted) {
    Map<Part, Integer> given = new EnumMap<>(Part.class);
    int rest = Defaults.PROMPT_BYTES - FRAME;
    for (Part part : Part.values()) {
      int share = Math.min(part.share, wanted.getOrDefault(part, 0));
      given.put(part, share);
      rest -= share;
    }
    for (Part part : Part.values()) {
      int more = Math.min(rest, wanted.getOrDefault(part, 0) - given.getOrDefault(part, 0));
      given.merge(part, more, Integer::sum);
      rest -= more;
    }
    return Maps.immutableEnumMap(given);
  }

  /** Those of a part share its room: what a short one leaves goes to those after it. */
  private static List<String> fit(List<String> texts, int room) {
    List<String> fitting = new ArrayList<>();
    int left = room;
    int later = bytes(texts);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      later -= Utf8.encodedLength(text);
      int most = Math.max(left / (texts.size() - i), left - later);
      String taken =
          Utf8.encodedLength(text) <= most ? text : cut(text, most - CUT.length() - 4) + CUT;
      left -= Utf8.encodedLength(taken);
      fitting.add(taken);
    }
    return fitting;
  }

  private static int bytes(List<String> texts) {
    return texts.stream().mapToInt(Utf8::encodedLength).sum();
  }

  /** Returns {@code text} in which no half of a character stands alone. */
  private static String whole(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private static String cut(String text, int bytes) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (used + size > bytes) {
        break;
      }
      used += size;
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }
}
