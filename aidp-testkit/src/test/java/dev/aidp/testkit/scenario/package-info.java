/**
 * What a whole run must come to, whatever engine it is on: {@link
 * dev.aidp.testkit.scenario.Scenarios} is the list, {@link dev.aidp.testkit.scenario.Stage} plays
 * one of them, {@link dev.aidp.testkit.scenario.NormalisedResult} is what two engines must agree
 * on.
 */
@NullMarked
package dev.aidp.testkit.scenario;

import org.jspecify.annotations.NullMarked;
