/**
 * One task until its checks are green: {@link dev.aidp.workloop.WorkLoopWorkflow} and its records.
 */
@NullMarked
package dev.aidp.workloop;

import org.jspecify.annotations.NullMarked;
