/**
 * What a coding agent's program must tell Aidp to be run by it: {@link
 * dev.aidp.provider.AgentProvider} says how it is called and reads what it writes; starting,
 * watching and ending it is done for it. May use runs and failures.
 */
@NullMarked
package dev.aidp.provider;

import org.jspecify.annotations.NullMarked;
