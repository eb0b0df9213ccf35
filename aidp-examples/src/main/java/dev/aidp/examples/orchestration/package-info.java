/** Features of many units: their graph, and what becomes of some that fail. */
@NullMarked
package dev.aidp.examples.orchestration;

import org.jspecify.annotations.NullMarked;
