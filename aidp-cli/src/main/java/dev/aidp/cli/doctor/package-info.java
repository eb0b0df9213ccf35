/**
 * Looks at the machine and the repository: {@link dev.aidp.cli.doctor.Examination} finds out what
 * is there.
 */
@NullMarked
package dev.aidp.cli.doctor;

import org.jspecify.annotations.NullMarked;
