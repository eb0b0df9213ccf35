package dev.aidp.workflows.feature;

import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanReceipt;
import dev.aidp.plan.UnitChange;
import dev.aidp.run.Instruction;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.SteerableWorkflow;

/** A feature's ear for edits of its plan, which land in {@link #edits} and are made later. */
abstract class EditableFeature extends SteerableWorkflow implements FeatureOrchestrationWorkflow {

  final PlanEdits edits;

  EditableFeature(WorkflowContext context) {
    edits = new PlanEdits(context, steering);
  }

  @Override
  public void checkInstruction(Instruction instruction) {
    super.checkInstruction(instruction);
    String unit = instruction.unit();
    if (unit != null && progress().graph() != null && progress().units().of(unit) == null) {
      throw new UsageException("The plan has no unit '%s'.".formatted(unit), null, null);
    }
  }

  /** Returns how far it is. */
  abstract FeatureProgress progress();

  @Override
  public PlanReceipt addUnit(UnitChange unit) {
    return edits.ask(PlanEdit.add(unit));
  }

  @Override
  public void checkAddUnit(UnitChange unit) {
    edits.check(progress(), PlanEdit.add(unit));
  }

  @Override
  public PlanReceipt removeUnit(UnitChange unit) {
    return edits.ask(PlanEdit.remove(unit));
  }

  @Override
  public void checkRemoveUnit(UnitChange unit) {
    edits.check(progress(), PlanEdit.remove(unit));
  }

  @Override
  public PlanReceipt changeUnit(UnitChange unit) {
    return edits.ask(PlanEdit.change(unit));
  }

  @Override
  public void checkChangeUnit(UnitChange unit) {
    edits.check(progress(), PlanEdit.change(unit));
  }

  @Override
  public PlanReceipt redoUnit(UnitChange unit) {
    return edits.ask(PlanEdit.redo(unit));
  }

  @Override
  public void checkRedoUnit(UnitChange unit) {
    edits.check(progress(), PlanEdit.redo(unit));
  }

  @Override
  public PlanReceipt setParallelism(Parallelism room) {
    return edits.ask(PlanEdit.parallelism(room));
  }

  @Override
  public void checkSetParallelism(Parallelism room) {
    edits.check(progress(), PlanEdit.parallelism(room));
  }
}
