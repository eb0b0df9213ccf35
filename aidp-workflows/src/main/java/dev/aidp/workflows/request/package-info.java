/** The first step of a run that was asked by a person. */
@NullMarked
package dev.aidp.workflows.request;

import org.jspecify.annotations.NullMarked;
