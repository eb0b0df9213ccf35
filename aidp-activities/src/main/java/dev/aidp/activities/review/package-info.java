/**
 * What reviewers write. {@link dev.aidp.activities.review.ReviewReader} reads the document that
 * {@code docs/review.schema.json} describes.
 */
@NullMarked
package dev.aidp.activities.review;

import org.jspecify.annotations.NullMarked;
