package dev.aidp.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.wire.WireNamed;
import java.util.List;

/**
 * Whether a commit's evidence holds.
 *
 * @param commit the commit
 * @param kind what its evidence is kept as
 * @param findings all that was looked at
 */
public record Verification(String commit, Evidence.Kind kind, List<Finding> findings) {

  /** Copies the findings. */
  public Verification {
    findings = ImmutableList.copyOf(findings);
  }

  /** Returns a copy with more findings. */
  public Verification and(List<Finding> more) {
    return new Verification(
        commit, kind, ImmutableList.<Finding>builder().addAll(findings).addAll(more).build());
  }

  /** Returns a copy that does not hold unless it is of a merged tree. */
  public Verification demandedOfMerge() {
    return kind == Evidence.Kind.MERGE
        ? this
        : and(
            ImmutableList.of(
                new Finding(
                    Verdict.BAD,
                    "kind",
                    "a merged tree is demanded, this is evidence of a unit's branch tip")));
  }

  /** Returns whether nothing was found to be wrong. */
  public boolean holds() {
    return findings.stream().noneMatch(each -> each.verdict() == Verdict.BAD);
  }

  /**
   * One thing that was looked at.
   *
   * @param verdict how it is
   * @param subject what it is, such as {@code tree} or {@code check unit}
   * @param text what was found
   */
  public record Finding(Verdict verdict, String subject, String text) {}

  /** How a thing is. */
  public enum Verdict implements WireNamed {
    /** It is as the evidence says. */
    OK,
    /** It is not. */
    BAD,
    /** It is not kept in this repository, which has the evidence from another one. */
    ELSEWHERE;

    /** Returns the word before its line: {@code ok}, {@code BAD} or {@code --}. */
    public String word() {
      return switch (this) {
        case OK -> "ok";
        case BAD -> "BAD";
        case ELSEWHERE -> "--";
      };
    }
  }
}
