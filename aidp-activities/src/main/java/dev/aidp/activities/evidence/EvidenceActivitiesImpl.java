package dev.aidp.activities.evidence;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.git.Differences;
import dev.aidp.activities.git.RunEvidence;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckResult;
import dev.aidp.evidence.CheckRecord;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.MergeFacts;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.evidence.UnitRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Check;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Makes evidence of claims: what a run says, with the hashes of what is stored. */
public final class EvidenceActivitiesImpl implements EvidenceActivities {

  private final Layout layout;
  private final Reports reports;
  private final EvidenceFiles files;
  private final ArtifactStore store;
  private final PlannedWork plans;
  private final EvidenceForm form;
  private final Secrets secrets;
  private final RunEvidence elsewhere;

  /**
   * Makes it.
   *
   * @param elsewhere has what other hosts have made
   */
  public EvidenceActivitiesImpl(
      Layout layout,
      ArtifactStore store,
      PlannedWork plans,
      EvidenceForm form,
      Secrets secrets,
      RunEvidence elsewhere) {
    this.layout = layout;
    this.elsewhere = elsewhere;
    this.reports = new Reports(layout, store, secrets);
    this.secrets = secrets;
    this.files = new EvidenceFiles(layout);
    this.store = store;
    this.plans = plans;
    this.form = form;
  }

  @Override
  public String report(Work work, String title, String text) {
    return reports.keep(work, title, text);
  }

  @Override
  public String patch(Work work, String from, String to) {
    byte[] patch = Heartbeat.during(() -> new Differences(layout, false).between(from, to));
    try {
      return store.put(new ByteArrayInputStream(patch));
    } catch (IOException e) {
      throw UnusableException.ofStorage(
          "What %s had changed cannot be kept".formatted(work.unit()), e);
    }
  }

  @Override
  public String part(EvidencePart part) {
    return store.put(form.write(part));
  }

  @Override
  public String unit(UnitClaim claim) {
    return Heartbeat.during(() -> keptUnit(claim));
  }

  private String keptUnit(UnitClaim claim) {
    EvidencePart all = whole(claim.earlier(), claim.rest());
    UnitReport report = claim.report();
    String commit = String.valueOf(report.head().commit());
    UnitRecord unit =
        new UnitRecord(
            report.id(),
            store.put(plans.task(claim.plan(), report.id())),
            commit,
            tree(commit),
            report.tries(),
            all.turns().stream().map(this::masked).toList(),
            UnitRecord.Spent.of(report.usage()),
            null);
    Evidence.Subject subject =
        new Evidence.Subject(
            commit,
            unit.tree(),
            claim.base(),
            claim.work().run(),
            claim.work().generation(),
            claim.plan());
    return keep(
        new Evidence(
            Evidence.SCHEMA,
            Kind.UNIT,
            subject,
            ImmutableList.of(unit),
            checks(all.checks(), claim.required(), claim.plan(), ImmutableList.of(report.id())),
            null,
            report.warnings().stream().map(secrets::masked).toList()));
  }

  @Override
  public Kept merge(MergeClaim claim) {
    return Heartbeat.during(() -> keptMerge(claim));
  }

  private Kept keptMerge(MergeClaim claim) {
    EvidencePart all = whole(claim.earlier(), claim.rest());
    MergeClaim.Source source = claim.source();
    String commit = claim.state().head();
    List<String> joined = all.joined().stream().map(UnitHead::unit).toList();
    elsewhere.bring(Kind.UNIT, all.joined().stream().map(UnitHead::commit).toList());
    MergeFacts merge =
        new MergeFacts(
            source.branch(),
            claim.strategy(),
            claim.gateRuns(),
            all.conflicts(),
            all.leftOut(),
            unfinished(source.plan(), joined, all.leftOut()),
            source.text(),
            all.turns().stream().map(this::masked).toList());
    Evidence evidence =
        new Evidence(
            Evidence.SCHEMA,
            Kind.MERGE,
            new Evidence.Subject(
                commit,
                tree(commit),
                source.base(),
                claim.work().run(),
                claim.work().generation(),
                source.plan()),
            all.joined().stream().map(tip -> joined(source.plan(), tip)).toList(),
            checks(all.checks(), claim.required(), source.plan(), joined),
            merge,
            ImmutableList.of());
    String ref = keep(evidence);
    String text = Description.of(evidence, texts(evidence));
    files.write(files.description(commit), text);
    return new Kept(ref, store.put(text));
  }

  private String keep(Evidence evidence) {
    String json = form.write(evidence);
    String ref = store.put(json);
    files.keep(evidence.kind(), evidence.subject().commit(), json);
    return ref;
  }

  private EvidencePart whole(List<String> earlier, EvidencePart rest) {
    EvidencePart whole = EvidencePart.EMPTY;
    for (String ref : earlier) {
      whole = whole.and(form.part(store.text(ref)));
    }
    return whole.and(rest);
  }

  /** A branch that Aidp did not make has no evidence of its own. */
  private UnitRecord joined(String plan, UnitHead tip) {
    Optional<String> own = read(tip.commit());
    String task = store.put(plans.task(plan, tip.unit()));
    if (own.isPresent()) {
      Evidence evidence = form.evidence(own.get());
      return evidence.units().get(0).withEvidence(store.put(own.get()));
    }
    return new UnitRecord(
        tip.unit(),
        task,
        tip.commit(),
        tree(tip.commit()),
        new UnitReport.Tries(0, 0),
        ImmutableList.of(),
        new UnitRecord.Spent(0, 0),
        null);
  }

  private Optional<String> read(String commit) {
    try {
      Optional<String> file = files.read(files.file(Kind.UNIT, commit));
      return file.isPresent() ? file : files.refs().read(Kind.UNIT, commit);
    } catch (IOException e) {
      throw new UnusableException(
          "The evidence of " + commit + " cannot be read: " + e.getMessage() + ".",
          "Give access to the folder .aidp/evidence, then try again.",
          e);
    }
  }

  private List<String> unfinished(String plan, List<String> joined, List<LeftOut> leftOut) {
    Set<String> known = new LinkedHashSet<>(joined);
    leftOut.forEach(each -> known.add(each.unit()));
    return plans.units(plan).stream().filter(unit -> !known.contains(unit)).toList();
  }

  private ImmutableList<CheckRecord> checks(
      List<CheckResult> results, List<Check> required, String plan, List<String> units) {
    Map<String, Check> known = new LinkedHashMap<>();
    required.forEach(check -> known.put(check.name(), check));
    for (String unit : units) {
      plans.checks(plan, unit).forEach(own -> known.put(unit + "/" + own.name(), own));
    }
    return results.stream()
        .map(each -> ran(each, known.getOrDefault(each.name(), new Check(each.name(), ""))))
        .collect(ImmutableList.toImmutableList());
  }

  private static CheckRecord ran(CheckResult result, Check check) {
    return new CheckRecord(
        result.name(),
        check.command(),
        result.passed(),
        result.exitCode(),
        result.output(),
        result.millis(),
        result.clean(),
        new CheckRecord.Terms(check.exclusive(), result.more().optional(), result.more().flaky()));
  }

  private ImmutableMap<String, String> texts(Evidence evidence) {
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    evidence.units().forEach(unit -> texts.put(unit.task(), task(unit)));
    if (evidence.merge() != null && evidence.merge().text() != null) {
      texts.put(evidence.merge().text(), store.text(evidence.merge().text()));
    }
    return texts.buildKeepingLast();
  }

  /** Another host may have made the unit's evidence, in a run of another plan. */
  private String task(UnitRecord unit) {
    try {
      return store.text(unit.task());
    } catch (NoSuchElementException e) {
      elsewhere.bringWhole(unit.commit());
      return store.text(unit.task());
    }
  }

  /** Evidence is made to be handed on, and a command may hold what the environment keeps. */
  private TurnRecord masked(TurnRecord turn) {
    return new TurnRecord(
        turn.attempt(),
        turn.iteration(),
        secrets.masked(turn.agent()),
        turn.prompt(),
        turn.reply(),
        turn.failure(),
        turn.role());
  }

  private String tree(String commit) {
    return files
        .refs()
        .tree(commit)
        .orElseThrow(
            () ->
                new StepFailedException(
                    Failure.of(
                        FailureKind.PERMANENT,
                        "The commit "
                            + commit
                            + " is not there any more; nothing can be said of it.")));
  }
}
