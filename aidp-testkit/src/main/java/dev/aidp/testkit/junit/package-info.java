/**
 * Tests of programs on Aidp with JUnit: {@link dev.aidp.testkit.junit.AidpTest} gives a test a
 * repository, a scripted agent, an Aidp on one engine and its time; start at {@link
 * dev.aidp.testkit.junit.AidpRuntime}. {@link dev.aidp.testkit.junit.AidpExtension} is the same
 * with workflows and settings of the application's own. May use all of the test kit.
 */
@NullMarked
package dev.aidp.testkit.junit;

import org.jspecify.annotations.NullMarked;
