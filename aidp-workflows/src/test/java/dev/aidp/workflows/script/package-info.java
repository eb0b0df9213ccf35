/** Workflows without an engine: a context of one thread over a world in memory. */
package dev.aidp.workflows.script;
