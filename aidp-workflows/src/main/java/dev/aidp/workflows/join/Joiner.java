package dev.aidp.workflows.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Joins units one after the other and lets the resolver settle where they clash. Used once in a
 * scope; its steps are {@code join}, {@code join-2} … and, for each conflict that the resolver is
 * asked about, {@code conflict-1/…} ….
 */
public final class Joiner {

  /** Units joined by one step: its outcome names each. */
  private static final int AT_ONCE = 50;

  /** Units that one step is told have joined: it only needs them to say who clashes. */
  private static final int TOLD = 200;

  private final WorkflowContext context;
  private final Steering steering;
  private final Work work;
  private final Strategy strategy;
  private final Resolver resolver;
  private final Collection<String> hopeless;

  private Predicate<Conflict> asks = conflict -> true;
  private final List<TreeState> after = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<Resolution> made = new ArrayList<>();
  private final List<MergeReport.Conflict> clashes = new ArrayList<>();
  private int asked;
  private int lookedBack;

  /**
   * Makes one.
   *
   * @param work in whose worktree the resolver works; the joins are its first attempt's, so that
   *     they come to the same commits whenever they are made
   * @param strategy how units join
   * @param plan the plan, by reference, for the resolver's prompt
   * @param hopeless keys of conflicts that the resolver could not settle: it is not asked again
   */
  public Joiner(
      WorkflowContext context,
      Steering steering,
      RunSettings settings,
      Work work,
      Strategy strategy,
      String plan,
      Collection<String> hopeless) {
    this.context = context;
    this.steering = steering;
    this.work = new Work(work.run(), work.generation(), work.unit(), 1);
    this.hopeless = hopeless;
    this.strategy = strategy;
    this.resolver = new Resolver(context, steering, settings, work, plan);
  }

  /** The resolver is asked only where {@code condition} holds. */
  public Joiner asking(Predicate<Conflict> condition) {
    asks = condition;
    return this;
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
      String onto,
      List<JoinRequest.UnitHead> joined,
      List<JoinRequest.UnitHead> joining,
      List<Resolution> known) {
    List<JoinRequest.UnitHead> in = new ArrayList<>(joined);
    List<JoinRequest.UnitHead> rest = joining;
    for (int step = 1; ; step++) {
      List<JoinRequest.UnitHead> next = rest.subList(0, Math.min(rest.size(), AT_ONCE));
      List<List<JoinRequest.UnitHead>> told =
          Lists.partition(ImmutableList.copyOf(in).reverse(), TOLD);
      JoinResult part =
          step(step, joining(onto, told.isEmpty() ? ImmutableList.of() : told.get(0), next, known));
      after.addAll(part.after());
      in.addAll(rest.subList(0, part.units().size()));
      rest = rest.subList(part.units().size(), rest.size());
      onto = part.state().head();
      Clashes.settled(part.settled(), made).forEach(clashes::add);
      Conflict conflict =
          part.conflict() == null || told.size() < 2
              ? part.conflict()
              : named(part.conflict(), onto, told.subList(1, told.size()), rest.get(0));
      if (conflict == null && rest.isEmpty()) {
        return outcome(part, in, null);
      }
      if (conflict != null && !settled(conflict, onto)) {
        clashes.add(Clashes.unsettled(conflict));
        return outcome(part, in, conflict);
      }
    }
  }

  private JoinRequest joining(
      String onto,
      List<JoinRequest.UnitHead> told,
      List<JoinRequest.UnitHead> next,
      List<Resolution> known) {
    return new JoinRequest(work, onto, Lists.reverse(told), next, resolutions(known), strategy);
  }

  /** Returns the conflict with those of {@code before} too who clash with {@code tip}. */
  private Conflict named(
      Conflict conflict,
      String onto,
      List<List<JoinRequest.UnitHead>> before,
      JoinRequest.UnitHead tip) {
    Conflict all = conflict;
    for (List<JoinRequest.UnitHead> some : before) {
      lookedBack++;
      JoinRequest again = joining(onto, some, ImmutableList.of(tip), ImmutableList.of());
      Conflict more =
          context
              .steps(GitActivities.class, Step.command().once().named("clashes-" + lookedBack))
              .join(again)
              .conflict();
      all = more == null ? all : all.alsoWith(more);
    }
    return all;
  }

  private JoinOutcome outcome(
      JoinResult last, List<JoinRequest.UnitHead> in, @Nullable Conflict conflict) {
    return new JoinOutcome(
        last.state(), in, clashes, made, conflict, after, failed, resolver.taken());
  }

  private JoinResult step(int number, JoinRequest joining) {
    String name = number == 1 ? "join" : "join-" + number;
    return context.steps(GitActivities.class, Step.command().once().named(name)).join(joining);
  }

  private boolean settled(Conflict conflict, String onto) {
    // A conflict that comes back although it was settled would be asked about for ever.
    boolean again = made.stream().anyMatch(each -> each.key().equals(conflict.key()));
    boolean mayAsk =
        asks.test(conflict) && !hopeless.contains(conflict.key()) && resolver.available();
    if (again || !mayAsk || steering.cancelled()) {
      return false;
    }
    asked++;
    Optional<Resolution> resolution =
        context.scope("conflict-" + asked, () -> resolver.settle(conflict, onto));
    resolution.ifPresentOrElse(made::add, () -> failed.add(conflict.key()));
    return resolution.isPresent();
  }

  private List<Resolution> resolutions(List<Resolution> known) {
    return ImmutableList.<Resolution>builder().addAll(known).addAll(made).build();
  }
}
