/**
 * What a run says of its commits, brought to the steps that keep it: {@link
 * dev.aidp.workflows.evidence.EvidenceKeeper}. {@link dev.aidp.workflows.evidence.Parts} is pure.
 * Uses the port and the evidence steps only.
 */
@NullMarked
package dev.aidp.workflows.evidence;

import org.jspecify.annotations.NullMarked;
