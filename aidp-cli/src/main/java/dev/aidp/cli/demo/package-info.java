/**
 * What {@code aidp demo} works on: {@link dev.aidp.cli.demo.DemoProject} makes a sample repository,
 * a plan, and scripted agents that are real processes. May use git's command line; knows nothing of
 * runs.
 */
@NullMarked
package dev.aidp.cli.demo;

import org.jspecify.annotations.NullMarked;
