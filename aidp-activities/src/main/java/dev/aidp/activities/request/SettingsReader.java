package dev.aidp.activities.request;

import dev.aidp.run.RunSettings;
import java.util.Map;

/** Reads the settings of a request. */
@FunctionalInterface
public interface SettingsReader {

  /**
   * Returns what {@code said} means, over the settings of the repository where it inherits them.
   *
   * @throws dev.aidp.failure.UsageException with every fault
   */
  RunSettings read(Map<String, Object> said);
}
