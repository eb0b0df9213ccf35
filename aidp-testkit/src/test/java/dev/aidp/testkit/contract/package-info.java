/** Sentences of the outside contract, a test each, through the façade on the native engine. */
@NullMarked
package dev.aidp.testkit.contract;

import org.jspecify.annotations.NullMarked;
