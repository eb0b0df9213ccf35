/** Where and how something is measured, and how it is written down: tables, plots, the document. */
@NullMarked
package dev.aidp.bench.report;

import org.jspecify.annotations.NullMarked;
