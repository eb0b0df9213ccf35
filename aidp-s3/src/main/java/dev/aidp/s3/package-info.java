/**
 * Artifacts in a bucket of Amazon S3 or of what speaks its language. Start at {@link
 * dev.aidp.s3.S3Provider}, which is found as a service. May use the API and the SDK of AWS.
 */
@NullMarked
package dev.aidp.s3;

import org.jspecify.annotations.NullMarked;
