package dev.aidp;

/**
 * What became of something said to a run.
 *
 * @param changed false if the run is final and nothing was changed
 * @param text one sentence for a person
 */
public record Receipt(boolean changed, String text) {}
