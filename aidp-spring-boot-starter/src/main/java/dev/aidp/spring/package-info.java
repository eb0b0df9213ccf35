/** Aidp as a bean of a Spring Boot application. */
@NullMarked
package dev.aidp.spring;

import org.jspecify.annotations.NullMarked;
