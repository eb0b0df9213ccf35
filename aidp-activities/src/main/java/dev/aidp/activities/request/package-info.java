/** What a person asks, resolved: base and branches looked up, texts stored, settings read. */
@NullMarked
package dev.aidp.activities.request;

import org.jspecify.annotations.NullMarked;
