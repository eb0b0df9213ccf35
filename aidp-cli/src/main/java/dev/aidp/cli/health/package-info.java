/**
 * What a worker tells those who operate it. Start at {@link dev.aidp.cli.health.HealthEndpoint}.
 * May use the output's documents; knows no command.
 */
@NullMarked
package dev.aidp.cli.health;

import org.jspecify.annotations.NullMarked;
