/** The native engine against the contract of the port. */
@NullMarked
package dev.aidp.testkit.nativeengine;

import org.jspecify.annotations.NullMarked;
