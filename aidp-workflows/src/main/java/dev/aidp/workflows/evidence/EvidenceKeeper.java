package dev.aidp.workflows.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.List;

/** Has what a run says of a commit kept, however much it is. */
public final class EvidenceKeeper {

  private final WorkflowContext context;

  /** Makes one for a run. */
  public EvidenceKeeper(WorkflowContext context) {
    this.context = context;
  }

  /**
   * Keeps all parts of {@code whole} but the last, as steps {@code evidence-part-1} …, then has
   * {@code claim} made of them.
   */
  public <T> T keep(EvidencePart whole, Claim<T> claim) {
    List<EvidencePart> parts = Parts.of(whole);
    int last = parts.size() - 1;
    List<String> earlier = kept("evidence-part-", parts.subList(0, last));
    return claim.make(earlier, parts.get(last));
  }

  /**
   * Keeps turns for a claim that is made later, as steps {@code evidence-turns-1} …, none if there
   * are none; returns the parts by reference.
   */
  public List<String> turns(List<TurnRecord> turns) {
    List<EvidencePart> parts = Parts.of(EvidencePart.EMPTY.withTurns(turns));
    return turns.isEmpty() ? List.of() : kept("evidence-turns-", parts);
  }

  private List<String> kept(String steps, List<EvidencePart> parts) {
    ImmutableList.Builder<String> refs = ImmutableList.builder();
    for (int i = 0; i < parts.size(); i++) {
      refs.add(step(steps + (i + 1)).part(parts.get(i)));
    }
    return refs.build();
  }

  private EvidenceActivities step(String name) {
    return context.steps(EvidenceActivities.class, Step.command().once().named(name));
  }

  /** Makes the claim of parts that are kept and the last one. */
  @FunctionalInterface
  public interface Claim<T> {

    /** Performs the step that keeps it. */
    T make(List<String> earlier, EvidencePart rest);
  }
}
