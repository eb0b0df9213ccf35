/** Markdown that holds what others wrote: {@link dev.aidp.activities.markdown.Markdown}. */
@NullMarked
package dev.aidp.activities.markdown;

import org.jspecify.annotations.NullMarked;
