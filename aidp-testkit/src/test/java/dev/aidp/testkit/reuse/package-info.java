/** What runs have done is not done again: by their keys, and from checkpoints of whole runs. */
@NullMarked
package dev.aidp.testkit.reuse;

import org.jspecify.annotations.NullMarked;
