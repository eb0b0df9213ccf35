/** What the tests of workflows, agents and plugins need. */
@NullMarked
package dev.aidp.testkit;

import org.jspecify.annotations.NullMarked;
