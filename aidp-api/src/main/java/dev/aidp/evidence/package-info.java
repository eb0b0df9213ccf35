/**
 * What is kept of how a commit came to be, bound to the commit and its tree by hashes. {@link
 * dev.aidp.evidence.Evidence} is the file, {@link dev.aidp.evidence.EvidenceActivities} writes it,
 * {@link dev.aidp.evidence.Verification} says whether it still holds. May use runs, git, checks and
 * merge reports.
 */
@NullMarked
package dev.aidp.evidence;

import org.jspecify.annotations.NullMarked;
