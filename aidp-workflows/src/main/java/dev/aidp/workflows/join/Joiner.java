package dev.aidp.workflows.join;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.Joined;
import dev.aidp.git.Joining;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins units one after the other and lets the resolver settle where they clash. Used once in a
 * scope; its steps are {@code join}, {@code join-2} … and, for each conflict that the resolver is
 * asked about, {@code conflict-1/…} ….
 */
public final class Joiner {

  private final WorkflowContext context;
  private final Steering steering;
  private final Work work;
  private final Strategy strategy;
  private final Resolver resolver;

  private final List<Resolution> made = new ArrayList<>();
  private final List<MergeReport.Clash> clashes = new ArrayList<>();
  private int asked;

  /**
   * Makes one.
   *
   * @param work in whose worktree the resolver works
   * @param strategy how units join
   * @param plan the plan, by reference, for the resolver's prompt
   */
  public Joiner(
      WorkflowContext context,
      Steering steering,
      RunSettings settings,
      Work work,
      Strategy strategy,
      String plan) {
    this.context = context;
    this.steering = steering;
    this.work = work;
    this.strategy = strategy;
    this.resolver = new Resolver(context, steering, settings, work, plan);
  }

  /** Returns whether the resolver was asked: there is a worktree then. */
  public boolean askedResolver() {
    return asked > 0;
  }

  /**
   * Joins {@code joining} onto the commit {@code onto}, in order.
   *
   * @param joined who is in {@code onto} already
   * @param known resolutions to use again
   */
  public JoinOutcome join(
      String onto, List<Joining.Tip> joined, List<Joining.Tip> joining, List<Resolution> known) {
    List<Joining.Tip> in = new ArrayList<>(joined);
    List<Joining.Tip> rest = joining;
    for (int step = 1; ; step++) {
      Joined part = step(step, new Joining(work, onto, in, rest, resolutions(known), strategy));
      in.addAll(rest.subList(0, part.units().size()));
      rest = rest.subList(part.units().size(), rest.size());
      onto = part.state().head();
      Clashes.settled(part.settled(), made).forEach(clashes::add);
      Conflict conflict = part.conflict();
      if (conflict == null) {
        return new JoinOutcome(part.state(), in, clashes, made, null);
      }
      if (!settled(conflict, onto)) {
        clashes.add(Clashes.unsettled(conflict));
        return new JoinOutcome(part.state(), in, clashes, made, conflict);
      }
    }
  }

  private Joined step(int number, Joining joining) {
    String name = number == 1 ? "join" : "join-" + number;
    return context.steps(GitActivities.class, Step.command().named(name)).join(joining);
  }

  private boolean settled(Conflict conflict, String onto) {
    // A conflict that comes back although it was settled would be asked about for ever.
    boolean again = made.stream().anyMatch(each -> each.key().equals(conflict.key()));
    if (again || !resolver.available() || steering.cancelled()) {
      return false;
    }
    asked++;
    Optional<Resolution> resolution =
        context.scope("conflict-" + asked, () -> resolver.settle(conflict, onto));
    resolution.ifPresent(made::add);
    return resolution.isPresent();
  }

  private List<Resolution> resolutions(List<Resolution> known) {
    return ImmutableList.<Resolution>builder().addAll(known).addAll(made).build();
  }
}
