package dev.aidp.activities.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.plan.PlanReader;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureWork;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Approval;
import dev.aidp.run.Count;
import dev.aidp.run.Names;
import dev.aidp.run.Role;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Work;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what a person asks what a run works on: everything checked, resolved and stored, nothing
 * begun. Whatever is wrong is a {@link UsageException}.
 */
public final class RequestResolver {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Repository repository;
  private final ArtifactStore artifacts;
  private final Secrets secrets;
  private final SettingsReader settings;

  /** Makes one for a repository. */
  public RequestResolver(
      Repository repository, ArtifactStore artifacts, Secrets secrets, SettingsReader settings) {
    this.repository = repository;
    this.artifacts = artifacts;
    this.secrets = secrets;
    this.settings = settings;
  }

  /** Returns what a feature works on. */
  public FeatureWork feature(String run, FeatureRequest request) {
    RunSettings settings = settings(request, Role.CODER);
    if (request.plan() == null) {
      demand(settings, Role.PLANNER);
    }
    String branch = branch(run, request);
    String base = freeBase(request, branch);
    String plan = plan(request.plan(), settings, base);
    repository.checkBranchFree("aidp-units/" + run); // the units' branches are below it
    return new FeatureWork(
        run, 1, artifacts.put(text(request)), plan, settings, base, branch, null);
  }

  /** Returns what a loop works on. */
  public UnitWork loop(String run, WorkLoopRequest request) {
    RunSettings settings = settings(request, Role.CODER);
    String branch = branch(run, request);
    String base = freeBase(request, branch);
    return new UnitWork(
        run,
        1,
        artifacts.put(PlanTexts.single(Work.LOOP, text(request))),
        PlanNode.of(Work.LOOP),
        settings,
        new UnitWork.Into(base, branch, null),
        UnitWork.Given.NOTHING,
        UnitWork.Before.NOTHING);
  }

  /** Returns what a merge works on. */
  public MergeWork merge(String run, MergeRequest request) {
    RunSettings settings = settings(request, null);
    String into = branch(run, request);
    List<String> branches = request.branches();
    if (branches.isEmpty()) {
      throw new UsageException("Which branches?", "branches", "Name at least one branch.");
    }
    if (branches.contains(into)) {
      throw new UsageException(
          "The branch " + into + " cannot be merged into itself.", "branch", "Leave it out.");
    }
    if (branches.size() > PlanReader.MAX_UNITS) {
      throw new UsageException(
          "These are %d branches; at most %d are one merge."
              .formatted(branches.size(), PlanReader.MAX_UNITS),
          "branches",
          "Merge some of them first.");
    }
    Optional<String> moved = repository.movable(into);
    Map<String, Repository.Tip> tips = repository.tips(branches);
    String base = moved.orElseGet(() -> base(request));
    ImmutableMap.Builder<String, String> tasks = ImmutableMap.builder();
    tips.forEach((name, tip) -> tasks.put(name, task(name, tip)));
    String plan = artifacts.put(PlanTexts.of("Merge into " + into, tasks.buildOrThrow()));
    return new MergeWork(
        run,
        1,
        new PlanGraph(plan, tips.keySet().stream().map(PlanNode::of).toList()),
        tips.entrySet().stream().map(e -> new UnitHead(e.getKey(), e.getValue().commit())).toList(),
        settings,
        new MergeWork.Into(base, into, moved.orElse(null), false),
        null,
        MergeWork.Known.NOTHING);
  }

  /** Returns the settings of a request. */
  public RunSettings settings(RunRequest<?> request) {
    RunSettings read = settings.read(request.settings());
    if (request.kind() == RunKind.LOOP) {
      read = read.withApprovals(List.of()); // it has no plan and no merge
    } else if (request.kind() == RunKind.MERGE) {
      // Nobody is there to whom the work on a branch could go back.
      read = read.withMerging(read.merging().withRework(0).withReuse(false));
      read = read.withApprovals(without(read.approvals(), Approval.PLAN));
    }
    return read;
  }

  private static List<Approval> without(List<Approval> some, Approval one) {
    return some.stream().filter(each -> each != one).toList();
  }

  private RunSettings settings(RunRequest<?> request, @Nullable Role needed) {
    RunSettings read = settings(request);
    if (needed != null) {
      demand(read, needed);
    }
    // A command is kept as it is written: with a secret in it, it could be kept only broken.
    read.agents()
        .forEach((role, who) -> refuseSecret("The agent of the " + role.wireName(), who.shown()));
    read.checks().forEach(each -> refuseSecret("The check " + each.name(), each.command()));
    read.units().forEach((name, each) -> refuseSecret("The unit " + name, each.command()));
    return read;
  }

  private static void demand(RunSettings settings, Role role) {
    if (settings.agent(role) == null) {
      throw new UsageException(
          "No agent is there for the role " + role.wireName() + ".",
          "agents." + role.wireName(),
          "Name an agent, or set agent.command in .aidp/aidp.yml.");
    }
  }

  private static String text(RunRequest<?> request) {
    if (request.text().isBlank()) {
      throw new UsageException("The text is empty.", "text", "Say in a sentence what is wanted.");
    }
    return request.text();
  }

  private String freeBase(RunRequest<?> request, String branch) {
    repository.checkBranchFree(branch);
    return base(request);
  }

  /** Returns the commit that a run starts from. */
  public String base(RunRequest<?> request) {
    return repository.resolveCommit(Objects.requireNonNullElse(request.base(), "HEAD"));
  }

  /** Returns the result branch. */
  public static String branch(String run, RunRequest<?> request) {
    return Objects.requireNonNullElse(request.branch(), "aidp/" + run);
  }

  /** What a resolver is told of a branch. */
  private static String task(String branch, Repository.Tip tip) {
    return "The work on the branch %s. Its last commit says: %s".formatted(branch, tip.subject());
  }

  private void refuseSecret(String what, String text) {
    secrets
        .namedIn(text)
        .ifPresent(
            name -> {
              throw new UsageException(
                  "%s holds the value of %s, which is a secret".formatted(what, name),
                  null,
                  "Write the variable's name with a dollar sign, in single quotes: the shell fills"
                      + " it in when the command runs.");
            });
  }

  /** Returns the artifact that is the checked plan of a run from {@code base}, or null without. */
  public @Nullable String plan(@Nullable PlanSource source, RunSettings settings, String base) {
    if (source == null) {
      return null;
    }
    String stored = source.reference();
    byte[] content =
        stored == null ? text(source).getBytes(StandardCharsets.UTF_8) : stored(stored);
    refuseSecret("The plan", new String(content, StandardCharsets.UTF_8));
    PlanReader.Result reading =
        PlanReader.read(
            source.name(),
            content,
            settings.limits().capacities(),
            path -> repository.content(base, path));
    if (reading.plan() == null) {
      throw new UsageException(
          "The plan has %s.".formatted(Count.of(reading.faults().size(), "fault")),
          reading.faults().get(0).where(),
          "Mend what is listed; docs/plan.md says what a plan may hold.",
          reading.faults());
    }
    if (settings.guards().depth() > 0 && divides(reading.plan())) {
      demand(settings, Role.PLANNER);
    }
    return stored == null ? put(content) : stored;
  }

  private static boolean divides(Plan plan) {
    return plan.units().stream()
        .map(Plan.Unit::node)
        .anyMatch(node -> node.divides() && node.parts().isEmpty());
  }

  private static String text(PlanSource source) {
    try {
      return source.said() instanceof String text ? text : JSON.writeValueAsString(source.said());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] stored(String reference) {
    return PlanTexts.bytes(artifacts, Names.file(reference));
  }

  private String put(byte[] content) {
    try {
      return artifacts.put(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
