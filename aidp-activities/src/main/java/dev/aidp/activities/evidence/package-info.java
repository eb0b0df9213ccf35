/**
 * Evidence on disk: {@link dev.aidp.activities.evidence.EvidenceActivitiesImpl} writes it, {@link
 * dev.aidp.activities.evidence.Verifier} reads it again and compares, {@code Description} is its
 * text for people and is pure. Uses the artifact store, stored plans and the repository's objects.
 */
@NullMarked
package dev.aidp.activities.evidence;

import org.jspecify.annotations.NullMarked;
