/**
 * The settings of a repository. {@link dev.aidp.runtime.config.ConfigKey} is the one table of keys,
 * from which reader, {@code aidp doctor}, {@code docs/configuration.md} and {@code
 * docs/aidp.schema.json} are made; {@link dev.aidp.runtime.config.Config} is what was read. May use
 * the API's run values; knows no engine.
 */
@NullMarked
package dev.aidp.runtime.config;

import org.jspecify.annotations.NullMarked;
