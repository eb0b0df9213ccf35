/**
 * JSON documents, and the JSON Schemas that they are held against. Neither is trusted: what they
 * cost is bounded, and nothing is ever fetched. Start at {@link
 * dev.aidp.activities.schema.DocumentSchema}.
 */
@NullMarked
package dev.aidp.activities.schema;

import org.jspecify.annotations.NullMarked;
