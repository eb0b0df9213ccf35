package dev.aidp.spring;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of an application that are Aidp's.
 *
 * @param enabled whether there is an Aidp at all
 * @param repository the git repository that is worked in: any folder in it
 * @param application the application's name: on Temporal it is part of the names of its queues
 * @param work whether this process works on runs and takes over those whose owner died; else it
 *     works on those alone that it starts
 * @param drain how long turns may go on when the application stops
 * @param watch how often it is looked how runs stand, for log lines and meters; 0 for never
 * @param settings any key of docs/configuration.md with its value, over the repository's
 *     .aidp/aidp.yml and the environment
 */
@ConfigurationProperties("aidp")
public record AidpProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(".") Path repository,
    @Nullable String application,
    @DefaultValue("true") boolean work,
    @DefaultValue("10s") Duration drain,
    @DefaultValue("2s") Duration watch,
    @DefaultValue Map<String, String> settings) {

  /** Copies the settings. */
  public AidpProperties {
    settings = ImmutableMap.copyOf(settings);
  }
}
