/**
 * A turn of a coding agent as one step: {@link dev.aidp.agent.AgentActivities}. May use runs, git
 * states and artifacts.
 */
@NullMarked
package dev.aidp.agent;

import org.jspecify.annotations.NullMarked;
