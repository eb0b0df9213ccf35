/** The composition of engines, activities and configuration. */
@NullMarked
package dev.aidp.runtime;

import org.jspecify.annotations.NullMarked;
