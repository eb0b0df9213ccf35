package dev.aidp.activities.process;

/**
 * A process as the operating system shows it. A pid alone is no identity, since it is used again;
 * with the start it is.
 *
 * @param pid its number
 * @param start when it was started, in ticks since boot (Linux) or in milliseconds (elsewhere)
 * @param parent its parent's pid, or 0
 * @param group its process group, or 0 where that is not known
 * @param session its session, or 0 where that is not known
 * @param zombie whether it has ended and only its parent has not asked for the exit code
 * @param stopped whether a signal has stopped it until another one lets it go on
 * @param blocked whether it waits in the kernel for something that no signal ends
 */
record ProcessEntry(
    long pid,
    long start,
    long parent,
    long group,
    long session,
    boolean zombie,
    boolean stopped,
    boolean blocked) {

  ProcessKey key() {
    return new ProcessKey(pid, start);
  }
}
