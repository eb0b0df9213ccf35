/**
 * Commands as supervised process groups: identity on disk before they run, output drained with
 * caps, and nothing left behind when they end. Start at {@link
 * dev.aidp.activities.process.Supervisor}. May use the API and what cleans an environment of git's
 * variables; knows nothing of agents, checks and git.
 */
@NullMarked
package dev.aidp.activities.process;

import org.jspecify.annotations.NullMarked;
