/**
 * Turns of agents that are commands: prompt, environment, inputs and outputs, and what their
 * failures mean. Start at {@link dev.aidp.activities.agent.AgentActivitiesImpl}; what decides is
 * pure: {@link dev.aidp.activities.agent.PromptWriter}, {@link
 * dev.aidp.activities.agent.FailureClassifier}, {@link dev.aidp.activities.agent.CompletionMark}.
 * May use processes, worktrees and the artifact store.
 */
@NullMarked
package dev.aidp.activities.agent;

import org.jspecify.annotations.NullMarked;
