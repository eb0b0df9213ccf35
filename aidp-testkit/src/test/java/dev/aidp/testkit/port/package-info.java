/**
 * What every engine must do with the port: {@link dev.aidp.testkit.port.WorkflowContextContract}, a
 * list of scenarios for a subclass for each engine. May use the port, the engine's interface and
 * JUnit.
 */
@NullMarked
package dev.aidp.testkit.port;

import org.jspecify.annotations.NullMarked;
