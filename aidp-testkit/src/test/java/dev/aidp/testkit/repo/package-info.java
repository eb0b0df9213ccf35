@NullMarked
package dev.aidp.testkit.repo;

import org.jspecify.annotations.NullMarked;
