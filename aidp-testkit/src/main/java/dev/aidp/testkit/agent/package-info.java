/**
 * Agents for tests: {@link dev.aidp.testkit.agent.ScriptedAgent} is a real process, with {@link
 * dev.aidp.testkit.agent.Act} for what it does and {@link dev.aidp.testkit.agent.Gate} to hold it
 * without a clock; {@link dev.aidp.testkit.agent.CodedAgent} is code of the test's own process.
 * What goes wrong is a {@link dev.aidp.testkit.agent.FaultPlan}. Knows nothing of runs and engines.
 */
@NullMarked
package dev.aidp.testkit.agent;

import org.jspecify.annotations.NullMarked;
