/**
 * Agents for tests that are real processes: {@link dev.aidp.testkit.agent.ScriptedAgent}, with
 * {@link dev.aidp.testkit.agent.Act} for what they do and {@link dev.aidp.testkit.agent.Gate} to
 * hold them without a clock. Knows nothing of runs and engines.
 */
@NullMarked
package dev.aidp.testkit.agent;

import org.jspecify.annotations.NullMarked;
