/**
 * What a repository holds at a commit: {@link dev.aidp.analysis.AnalyzeWorkflow} is a run that
 * looks, {@link dev.aidp.analysis.AnalysisReport} what it has found. Uses runs.
 */
@NullMarked
package dev.aidp.analysis;

import org.jspecify.annotations.NullMarked;
