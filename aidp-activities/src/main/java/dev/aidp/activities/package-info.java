/** The activities, by side effect. */
@NullMarked
package dev.aidp.activities;

import org.jspecify.annotations.NullMarked;
