package dev.aidp.activities.evidence;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.ByteStreams;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.evidence.CheckRecord;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.evidence.UnitRecord;
import dev.aidp.evidence.Verification;
import dev.aidp.evidence.Verification.Finding;
import dev.aidp.evidence.Verification.Verdict;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Check;
import dev.aidp.run.Count;
import dev.aidp.run.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a commit's evidence with what is stored. It reads only; it believes nothing but hashes.
 */
public final class Verifier {

  private static final String DESCRIPTION = "description";

  private final EvidenceFiles files;
  private final EvidenceRefs refs;
  private final ArtifactStore store;
  private final PlannedWork plans;
  private final EvidenceForm form;

  /** Makes it. */
  public Verifier(Layout layout, ArtifactStore store, PlannedWork plans, EvidenceForm form) {
    this.files = new EvidenceFiles(layout);
    this.refs = files.refs();
    this.store = store;
    this.plans = plans;
    this.form = form;
  }

  /**
   * What was found, and the evidence itself where it could be read.
   *
   * @param verification what was found
   * @param evidence what it is about, or null if it cannot be read
   * @param hash the SHA-256 of the evidence as it was found
   */
  public record Result(Verification verification, @Nullable Evidence evidence, String hash) {}

  /**
   * Looks at the evidence of {@code commit}: the merge's if there is one, else the unit's.
   *
   * @return empty if there is none
   */
  public Optional<Result> verify(String commit) throws IOException {
    for (Kind kind : List.of(Kind.MERGE, Kind.UNIT)) {
      Optional<String> file = files.read(files.file(kind, commit));
      Optional<String> ref = refs.read(kind, commit);
      if (file.isPresent() || ref.isPresent()) {
        return Optional.of(new Look(kind, commit, file, ref).all());
      }
    }
    return Optional.empty();
  }

  /** Returns whether it is about the description, which is made of the evidence and no proof. */
  public static boolean isDescription(Finding finding) {
    return finding.subject().equals(DESCRIPTION);
  }

  /** One look at one commit. */
  private final class Look {

    private final Kind slot;
    private final String commit;
    private final Optional<String> file;
    private final Optional<String> ref;
    private final List<Finding> findings = new ArrayList<>();

    Look(Kind slot, String commit, Optional<String> file, Optional<String> ref) {
      this.slot = slot;
      this.commit = commit;
      this.file = file;
      this.ref = ref;
    }

    Result all() {
      String json = file.or(() -> ref).orElseThrow();
      Evidence evidence = null;
      places(json);
      try {
        evidence = form.evidence(json);
        if (evidence.schema() > Evidence.SCHEMA) {
          bad("evidence", "is of a newer form (" + evidence.schema() + "); use a newer aidp");
        } else {
          contents(evidence);
        }
      } catch (IllegalArgumentException | NullPointerException e) {
        bad("evidence", "is not whole: Aidp does not write it so");
        evidence = null;
      }
      return new Result(new Verification(commit, slot, findings), evidence, sha256(json));
    }

    private void contents(Evidence evidence) {
      subject(evidence);
      evidence.checks().forEach(this::check);
      required(evidence);
      evidence.units().forEach(this::unit);
      texts(evidence);
    }

    /** The same bytes are in three places; none of them is believed alone. */
    private void places(String json) {
      String name = sha256(json);
      if (file.isPresent() && ref.isPresent() && !file.equals(ref)) {
        bad("evidence", "the file differs from " + EvidenceRefs.ref(slot, commit));
      } else if (file.isPresent() && ref.isEmpty()) {
        bad("evidence", "its ref " + EvidenceRefs.ref(slot, commit) + " is gone");
      } else {
        ok("evidence", "sha256 " + name);
      }
      if (file.isPresent()) {
        stored("evidence", name);
      }
    }

    private void subject(Evidence evidence) {
      Evidence.Subject subject = evidence.subject();
      expect("commit", subject.commit(), commit);
      expect("tree", subject.tree(), refs.tree(commit).orElse("none"));
      boolean merged = slot == Kind.MERGE || refs.merged(commit);
      Kind wanted = merged ? Kind.MERGE : Kind.UNIT;
      if (evidence.kind() != wanted) {
        bad(
            "kind",
            evidence.kind() == Kind.UNIT
                ? "it is evidence of a unit's branch tip, and this is a merged tree"
                : "it is evidence of a merged tree, and this is a unit's branch tip");
      } else if ((evidence.merge() == null) == merged) {
        bad("kind", "it does not hold what evidence of a " + wanted.wireName() + " holds");
      } else {
        ok("kind", wanted == Kind.MERGE ? "a merged tree" : "a unit's branch tip, not merged");
      }
    }

    private void check(CheckRecord check) {
      String subject = "check " + check.name();
      Integer code = check.exitCode();
      if (!check.passed() && check.terms().optional()) {
        ok(subject, "did not pass on this tree and is not required: exit code " + code);
      } else if (!check.passed() || code == null || code != 0) {
        bad(subject, "did not pass on this tree: exit code " + code);
      } else if (!check.clean()) {
        bad(subject, "did not run in a clean checkout of this tree");
      } else if (stored(subject, check.output())) {
        ok(subject, "exit code 0 in a clean checkout of this tree, output " + check.output());
      }
    }

    /** The plan says which checks the units have of their own. */
    private void required(Evidence evidence) {
      Map<String, String> ran = new LinkedHashMap<>();
      evidence.checks().forEach(check -> ran.put(check.name(), check.command()));
      if (ran.isEmpty()) {
        ok("checks", "none was required");
      }
      String plan = evidence.subject().plan();
      if (!stored("plan", plan)) {
        return;
      }
      for (UnitRecord unit : evidence.units()) {
        for (Check own : ownChecks(plan, unit)) {
          String name = unit.id() + "/" + own.name();
          boolean due = evidence.kind() == Kind.MERGE || own.phase().due(Check.Phase.ON_COMPLETION);
          if (due && !own.command().equals(ran.get(name))) {
            bad("check " + name, "is required by the plan and did not run on this tree");
          }
        }
      }
    }

    private List<Check> ownChecks(String plan, UnitRecord unit) {
      try {
        return plans.checks(plan, unit.id());
      } catch (RuntimeException e) {
        bad("unit " + unit.id(), "is not in the plan");
        return List.of();
      }
    }

    private void unit(UnitRecord unit) {
      String subject = "unit " + unit.id();
      boolean good = stored(subject, unit.task());
      good &= turns(subject, unit.turns());
      Optional<String> tree = refs.tree(unit.commit());
      if (tree.isEmpty()) {
        good = absent(subject, "its commit " + unit.commit());
      } else if (!tree.get().equals(unit.tree())) {
        bad(subject, "its commit has the tree " + tree.get() + ", not " + unit.tree());
        good = false;
      }
      good &=
          unit.evidence() == null || stored(subject, unit.evidence()) && ownAgrees(subject, unit);
      if (good) {
        ok(subject, "%s, %s".formatted(unit.commit(), Count.of(unit.turns().size(), "turn")));
      }
    }

    private boolean turns(String subject, List<TurnRecord> turns) {
      boolean good = true;
      for (TurnRecord turn : turns) {
        good &= turn.prompt() == null || stored(subject, turn.prompt());
        good &= turn.reply().isEmpty() || stored(subject, turn.reply());
      }
      return good;
    }

    private void beside(List<TurnRecord> turns) {
      for (Role role : Role.values()) {
        List<TurnRecord> its = turns.stream().filter(turn -> turn.role() == role).toList();
        if (!its.isEmpty() && turns(role.wireName(), its)) {
          ok(role.wireName(), Count.of(its.size(), "turn"));
        }
      }
    }

    private boolean ownAgrees(String subject, UnitRecord unit) {
      Evidence own = form.evidence(store.text(String.valueOf(unit.evidence())));
      boolean same =
          own.kind() == Kind.UNIT
              && own.subject().commit().equals(unit.commit())
              && own.subject().tree().equals(unit.tree())
              && own.units().size() == 1
              && own.units().get(0).turns().equals(unit.turns());
      if (!same) {
        bad(subject, "its own evidence says something else");
      }
      return same;
    }

    private void texts(Evidence evidence) {
      if (evidence.merge() == null) {
        return;
      }
      if (evidence.merge().text() != null) {
        stored("text", evidence.merge().text());
      }
      for (LeftOut out : evidence.merge().leftOut()) {
        out.red().forEach(red -> stored("left out " + out.unit(), red.output()));
      }
      beside(evidence.merge().turns());
      description(evidence);
    }

    private void description(Evidence evidence) {
      try {
        Optional<String> written = files.read(files.description(commit));
        Set<String> named =
            evidence.units().stream().map(UnitRecord::task).collect(Collectors.toSet());
        Map<String, String> texts = new LinkedHashMap<>();
        for (String each : named) {
          texts.put(each, store.text(each));
        }
        String text = evidence.merge() == null ? null : evidence.merge().text();
        if (text != null) {
          texts.put(text, store.text(text));
        }
        if (written.isEmpty()) {
          absent(DESCRIPTION, "its file");
        } else if (!written.get().equals(Description.of(evidence, texts))) {
          bad(DESCRIPTION, "is not what the evidence gives");
        } else {
          ok(DESCRIPTION, files.description(commit).toString());
        }
      } catch (NoSuchElementException | IOException e) {
        absent(DESCRIPTION, "a text that it is made of");
      }
    }

    /** Returns whether what {@code hash} names is stored and has that hash. */
    private boolean stored(String subject, String hash) {
      try (InputStream in = store.open(hash);
          HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), in)) {
        ByteStreams.exhaust(hashing);
        String found = hashing.hash().toString();
        if (!found.equals(hash)) {
          bad(subject, "what is stored as " + hash + " has the hash " + found);
        }
        return found.equals(hash);
      } catch (NoSuchElementException | IOException e) {
        return absent(subject, hash);
      }
    }

    /** Who has the evidence by a fetch has no outputs; who made it must have them. */
    private boolean absent(String subject, String what) {
      if (file.isPresent()) {
        bad(subject, what + " is gone");
      } else {
        findings.add(new Finding(Verdict.ELSEWHERE, subject, what + " is not kept here"));
      }
      return false;
    }

    private void expect(String subject, String said, String found) {
      if (said.equals(found)) {
        ok(subject, found);
      } else {
        bad(subject, "the evidence says " + said + ", it is " + found);
      }
    }

    private void ok(String subject, String text) {
      findings.add(new Finding(Verdict.OK, subject, text));
    }

    private void bad(String subject, String text) {
      findings.add(new Finding(Verdict.BAD, subject, text));
    }
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }
}
