/**
 * Real git repositories for tests: {@link dev.aidp.testkit.repo.SampleRepository}. Uses the git
 * command line and nothing of Aidp, so that what it says of a run is a second opinion.
 */
@NullMarked
package dev.aidp.testkit.repo;

import org.jspecify.annotations.NullMarked;
