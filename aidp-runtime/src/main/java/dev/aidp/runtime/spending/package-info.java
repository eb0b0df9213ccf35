/**
 * Where what runs spend is kept: {@link dev.aidp.runtime.spending.SqlLedger}. May use the database
 * only.
 */
@NullMarked
package dev.aidp.runtime.spending;

import org.jspecify.annotations.NullMarked;
