package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.command.CommandActivitiesImpl;
import dev.aidp.activities.evidence.Verifier;
import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activity.StepInfo;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.TreeCheck;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.Verification;
import dev.aidp.evidence.Verification.Finding;
import dev.aidp.evidence.Verification.Verdict;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether evidence holds, and runs its checks again where that is asked for. */
final class EvidenceVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceVerifier.class);

  private final Layout layout;
  private final RunRegistry registry;
  private final ContentStore store;
  private final PlanTexts plans;
  private final InheritedEnvironment surroundings;
  private final Preparation preparation;
  private final Map<String, TreeCheck> own;
  private final Optional<Hub> hub;

  EvidenceVerifier(
      Layout layout,
      RunRegistry registry,
      AidpOptions.ForAgents agents,
      Map<String, TreeCheck> own,
      Optional<Hub> hub) {
    this.hub = hub;
    this.own = own;
    this.layout = layout;
    this.registry = registry;
    this.surroundings = agents.surroundings();
    this.store = new ContentStore(layout.artifacts(), surroundings.secrets());
    this.preparation = agents.preparation(layout);
    this.plans = new PlanTexts(store);
  }

  /**
   * Returns what became of the evidence of {@code commit}, or empty if there is none.
   *
   * @param again the time-out of each check that is run again, or null to run none
   */
  Optional<Verification> verify(String commit, @Nullable Duration again) {
    return brought(commit, look(commit))
        .map(
            found -> {
              Evidence evidence = found.evidence();
              Verification verification = found.verification();
              if (evidence == null) {
                return verification;
              }
              verification = verification.and(recorded(commit, evidence, found.hash()));
              return again == null
                  ? verification
                  : verification.and(rerun(commit, evidence, again));
            });
  }

  private Optional<Verifier.Result> look(String commit) {
    try {
      return new Verifier(layout, store, plans, new WireEvidence()).verify(commit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is not whole here may be so elsewhere; where that does not answer, this is what is known.
   */
  private Optional<Verifier.Result> brought(String commit, Optional<Verifier.Result> here) {
    if (hub.isEmpty() || here.isPresent() && whole(here.get().verification())) {
      return here;
    }
    try {
      hub.get().evidence().bringWhole(commit);
    } catch (UnusableException e) {
      if (here.isEmpty()) {
        throw e;
      }
      LOG.warn("{} {}", e.getMessage(), e.remedy());
      return here;
    }
    return look(commit);
  }

  private static boolean whole(Verification found) {
    return found.findings().stream()
        .allMatch(each -> each.verdict() == Verdict.OK || Verifier.isDescription(each));
  }

  /** The run's own record names the evidence of what it published. */
  private List<Finding> recorded(String commit, Evidence evidence, String hash) {
    Optional<RunView> view =
        registry
            .find(evidence.subject().run())
            .flatMap(run -> Optional.ofNullable(run.finished()))
            .map(document -> Wire.read(document, RunView.class));
    MergeReport merge = view.map(RunView::merge).orElse(null);
    if (merge == null || merge.proof().evidence() == null || !commit.equals(view.get().commit())) {
      return List.of();
    }
    return List.of(
        merge.proof().evidence().equals(hash)
            ? new Finding(Verdict.OK, "run", view.get().id() + " recorded this evidence")
            : new Finding(
                Verdict.BAD,
                "run",
                "%s recorded the evidence %s, this is %s"
                    .formatted(view.get().id(), merge.proof().evidence(), hash)));
  }

  private List<Finding> rerun(String commit, Evidence evidence, Duration timeout) {
    Work work = new Work("verify-" + commit.substring(0, 12), 1, "_verify", 1);
    List<Check> checks =
        evidence.checks().stream()
            .map(
                each ->
                    new Check(each.name(), each.command(), each.terms().exclusive())
                        .withOptional(each.terms().optional()))
            .toList();
    OrphanReaper leftovers = new OrphanReaper(layout.processes());
    Worktrees worktrees = new Worktrees(layout, preparation.settings().sparse());
    GitActivitiesImpl git = new GitActivitiesImpl(layout, worktrees, plans, leftovers::end, false);
    try {
      return StepInfo.performing(
          new Looking(work.run()),
          () -> {
            try {
              JoinRequest nothing =
                  new JoinRequest(work, commit, List.of(), List.of(), List.of(), Strategy.MERGE);
              TreeState state = git.join(nothing).state();
              ChecksRequest request =
                  new ChecksRequest(
                      work,
                      1,
                      state,
                      new ChecksRequest.Required(
                          checks, evidence.subject().plan(), ImmutableList.of()),
                      new ChecksRequest.Bounds(commit, Claims.WARN),
                      timeout,
                      0,
                      ChecksRequest.Where.CLEAN_AGAIN);
              CheckReport report =
                  new CommandActivitiesImpl(
                          layout, worktrees, store, plans, surroundings, preparation, own)
                      .checks(request);
              return report.results().stream().map(EvidenceVerifier::again).toList();
            } finally {
              git.close(work);
              git.tidy(work);
            }
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Finding again(CheckResult result) {
    return new Finding(
        result.blocks() ? Verdict.BAD : Verdict.OK,
        "rerun " + result.name(),
        "exit code %s in a clean checkout, output %s"
            .formatted(
                result.exitCode() == null ? "none (time-out)" : result.exitCode(),
                result.output()));
  }

  /** A step of no run: nobody hears its beats, nobody stops it. */
  private record Looking(String key) implements StepInfo {

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void beat(@Nullable Object details) {}

    @Override
    public <D> Optional<D> lastBeat(Class<D> type) {
      return Optional.empty();
    }
  }
}
