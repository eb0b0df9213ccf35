package dev.aidp.evidence;

/**
 * What was kept of a merge.
 *
 * @param evidence the evidence file, in the artifact store
 * @param description its text for people, in the artifact store
 */
public record Kept(String evidence, String description) {}
