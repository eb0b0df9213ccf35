/** Texts, as they are kept and shown. Uses nothing. */
@NullMarked
package dev.aidp.text;

import org.jspecify.annotations.NullMarked;
