/**
 * Agents: {@link dev.aidp.provider.Agent} is code of this process; {@link
 * dev.aidp.provider.AgentProvider} is a program, and says how that is called and reads what it
 * writes: starting, watching and ending it is done for it. May use runs and failures.
 */
@NullMarked
package dev.aidp.provider;

import org.jspecify.annotations.NullMarked;
