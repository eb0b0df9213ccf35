/**
 * What every engine can do: {@link dev.aidp.runtime.engine.Engine}. The engines are in packages
 * beside this one.
 */
@NullMarked
package dev.aidp.runtime.engine;

import org.jspecify.annotations.NullMarked;
