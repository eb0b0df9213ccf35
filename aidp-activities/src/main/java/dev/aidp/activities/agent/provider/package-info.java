/**
 * The programs that Aidp knows by name: {@link dev.aidp.activities.agent.provider.Providers} finds
 * them. What differs between them is data, {@link dev.aidp.activities.agent.provider.Adapter}, and
 * a table of what their records mean, {@link dev.aidp.activities.agent.provider.Records}. Starts
 * nothing, but to ask for a version.
 */
@NullMarked
package dev.aidp.activities.agent.provider;

import org.jspecify.annotations.NullMarked;
