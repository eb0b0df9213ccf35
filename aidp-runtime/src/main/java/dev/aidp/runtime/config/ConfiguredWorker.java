package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.AgentChoice;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.temporal.WorkerVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How much a process bears at a time, as the settings say. */
record ConfiguredWorker(Config config) {

  private static final ConfigKey<Integer> LIGHTWEIGHT =
      places("lightweight", PoolSizes.USUAL.lightweight());

  private static final ConfigKey<Integer> STANDARD = places("standard", PoolSizes.USUAL.standard());

  private static final ConfigKey<Integer> HEAVYWEIGHT =
      places("heavyweight", PoolSizes.USUAL.heavyweight());

  private static final ConfigKey<Integer> AGENTS =
      new ConfigKey<>(
          "worker.agents.*",
          ConfigType.whole(1),
          null,
          "Turns of the agent of this name at a time on this host, over all processes of a user;"
              + " plain commands together are the agent command. Without it as many as there are"
              + " places.");

  private static final ConfigKey<String> HEALTH =
      new ConfigKey<>(
          "worker.health",
          ConfigType.LISTENING,
          null,
          "Where aidp worker answers /live and /ready by HTTP: a port of this machine alone (0: a"
              + " free one, which it prints), or HOST:PORT; without it, nowhere.");

  private static final ConfigKey<String> DEPLOYMENT =
      new ConfigKey<>(
          "worker.deployment",
          ConfigType.DEPLOYMENT,
          null,
          "The name under which an operator of Temporal rolls builds of workers: runs then stay with"
              + " the build on which they began; without it any worker takes any run.");

  private static final ConfigKey<String> BUILD =
      new ConfigKey<>(
          "worker.build",
          ConfigType.text("a name"),
          null,
          "The build of this worker within worker.deployment; without it Aidp's version.");

  private static final ConfigKey<Integer> CACHE_DAYS =
      new ConfigKey<>(
          "worker.cache_days",
          ConfigType.whole(1),
          "30",
          "A clone that aidp worker --repository has made, and nobody has used for so many days, is"
              + " removed.");

  private static final String STEM = AGENTS.at("");

  /** Those that only this class reads, in the order of documents. */
  static final ImmutableList<ConfigKey<?>> KEYS =
      ImmutableList.of(
          LIGHTWEIGHT, STANDARD, HEAVYWEIGHT, AGENTS, HEALTH, DEPLOYMENT, BUILD, CACHE_DAYS);

  private static ConfigKey<Integer> places(String weight, int usual) {
    return new ConfigKey<>(
        "worker.places." + weight,
        ConfigType.whole(1),
        "" + usual,
        "Steps of %s work that a process performs at a time; more where limits.max_parallel of a run needs them."
            .formatted(weight));
  }

  /** Returns what is wrong with the agents that are named, besides {@code others}. */
  List<Detail> faults(Collection<String> others) {
    Set<String> known = new ConfiguredAgents(config).known(others);
    known.add(AgentChoice.COMMAND);
    return limits()
        .filter(limit -> !known.contains(name(limit)))
        .map(limit -> new Detail(limit.origin(), ConfiguredAgents.unknown(name(limit), known)))
        .toList();
  }

  @Nullable String health() {
    return config.get(HEALTH);
  }

  Duration clonesKept() {
    return Duration.ofDays(config.needed(CACHE_DAYS));
  }

  AidpOptions.ForWorker options() {
    Map<String, Integer> agents = new LinkedHashMap<>();
    limits()
        .map(ConfiguredWorker::name)
        .forEach(
            name -> {
              Integer most = config.get(AGENTS, name);
              if (most != null) {
                agents.put(name, most);
              }
            });
    return new AidpOptions.ForWorker(
        new PoolSizes(
            config.needed(LIGHTWEIGHT), config.needed(STANDARD), config.needed(HEAVYWEIGHT)),
        agents,
        version());
  }

  private @Nullable WorkerVersion version() {
    String deployment = config.get(DEPLOYMENT);
    String build = config.get(BUILD);
    return deployment == null
        ? null
        : new WorkerVersion(deployment, build == null ? aidp() : build);
  }

  private static String aidp() {
    String version = ConfiguredWorker.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private Stream<Setting> limits() {
    return config.said().stream().filter(setting -> setting.key().startsWith(STEM));
  }

  private static String name(Setting limit) {
    return limit.key().substring(STEM.length());
  }
}
