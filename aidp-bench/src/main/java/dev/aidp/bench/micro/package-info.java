/** One idea each, by JMH: what a single decision, text or record costs. */
@NullMarked
package dev.aidp.bench.micro;

import org.jspecify.annotations.NullMarked;
