package dev.aidp.activities.hub;

/**
 * A step that is performed on one of several hosts.
 *
 * @param run the id of its run, with that of its parents before it: {@code RUN} or {@code RUN/UNIT}
 * @param key what tells it from the others of its run
 * @param epoch how many places its run has had by now; 0 for a step that is performed anywhere
 */
public record HubStep(String run, String key, int epoch) {}
