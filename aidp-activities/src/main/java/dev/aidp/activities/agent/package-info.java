/**
 * Turns of agents: prompt, environment, inputs and outputs, and what their failures mean. Start at
 * {@link dev.aidp.activities.agent.AgentActivitiesImpl}, which takes a turn: {@link
 * dev.aidp.activities.agent.PromptContextLoader} gathers what the prompt says, {@link
 * dev.aidp.activities.agent.AgentLauncher} calls the program, {@link
 * dev.aidp.activities.agent.TurnResultBuilder} makes the result of how that ended. What decides is
 * pure: {@link dev.aidp.activities.agent.PromptWriter}, {@link
 * dev.aidp.activities.agent.FailureClassifier}, {@link dev.aidp.activities.agent.CompletionMark}.
 * May use processes, worktrees and the artifact store.
 */
@NullMarked
package dev.aidp.activities.agent;

import org.jspecify.annotations.NullMarked;
