/**
 * What turns cost and what may still be spent: {@link dev.aidp.activities.spending.Spending}
 * reserves before a turn and settles after it, in a {@link dev.aidp.activities.spending.Ledger};
 * {@link dev.aidp.activities.spending.Allowance} is the rule, {@link
 * dev.aidp.activities.spending.PriceTable} the prices. Knows turns; where the ledger is kept is the
 * composition's matter.
 */
@NullMarked
package dev.aidp.activities.spending;

import org.jspecify.annotations.NullMarked;
