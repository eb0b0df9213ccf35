package dev.aidp.workflows.steering;

/**
 * What a person said when asked for an approval.
 *
 * @param approved whether it may be done
 * @param reason why not, or empty
 */
public record Answer(boolean approved, String reason) {}
