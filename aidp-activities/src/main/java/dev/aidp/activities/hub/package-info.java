/**
 * What hosts share without a disk that they share: commits, trees and artifacts travel by a git
 * remote that all of them reach. {@link dev.aidp.activities.hub.Hub} brings what a step needs and
 * takes there what it names. May use the git command line, the layout and the artifact store.
 */
@NullMarked
package dev.aidp.activities.hub;

import org.jspecify.annotations.NullMarked;
