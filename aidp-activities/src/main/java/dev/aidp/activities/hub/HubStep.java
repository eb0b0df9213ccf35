package dev.aidp.activities.hub;

/**
 * A step that is performed on one of several hosts.
 *
 * @param run the id of its run, with that of its parents before it: {@code RUN} or {@code RUN/UNIT}
 * @param key what tells it from the others of its run
 * @param group which steps of the run it belongs to that go to one host; 0 for one that may be
 *     performed anywhere
 * @param epoch tells the places that they have had in turn: the last one is the highest; 0 for none
 */
public record HubStep(String run, String key, int group, int epoch) {

  /** Returns the ref of what it and the steps that belong to it have named. */
  String carrier() {
    return HubRefs.carrier(run, group);
  }
}
