/**
 * YAML read strictly: every value with its place, every fault a finding, all findings at once.
 * Start at {@link dev.aidp.activities.yaml.StrictYaml}; plans and the configuration are read with
 * it. May use failures only.
 */
@NullMarked
package dev.aidp.activities.yaml;

import org.jspecify.annotations.NullMarked;
