/**
 * The same work on the engines that somebody would pick instead, in turn on one machine: {@link
 * dev.aidp.bench.peers.SideBySide}. An adapter each, written from the engine's own documents.
 */
@NullMarked
package dev.aidp.bench.peers;

import org.jspecify.annotations.NullMarked;
