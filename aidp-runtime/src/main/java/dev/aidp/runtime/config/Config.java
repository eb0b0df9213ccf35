package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.spending.Price;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Approval;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Check;
import dev.aidp.run.Guards;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.Review;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Severity;
import dev.aidp.text.Excerpt;
import dev.aidp.wire.WireNamed;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds for each key: the file's word, then the environment's, then the options'. */
public final class Config {

  private static final String PREFIX = "AIDP_CFG_";

  private final ImmutableMap<String, Setting> settings;

  private Config(Map<String, Setting> settings) {
    this.settings = ImmutableMap.copyOf(settings);
  }

  /** An option of the command line that sets a key. */
  public record Given(String key, String value, String option) {}

  /**
   * Returns where the file of the repository around {@code place} is or would be.
   *
   * @throws UsageException if Aidp cannot work there
   */
  public static Path fileAround(Path place) {
    return Layout.seen(place).stateDir().resolve("aidp.yml");
  }

  /**
   * Reads all layers.
   *
   * @param file the file, or null if there is none
   * @throws UsageException with every fault of all layers
   */
  public static Config read(
      @Nullable Path file, Map<String, String> environment, List<Given> options) {
    return read(file, environment, options, ImmutableList.of());
  }

  /**
   * Reads all layers, in which agents of the application's own may be named.
   *
   * @param agents their names, as its {@code Extensions} say
   */
  public static Config read(
      @Nullable Path file,
      Map<String, String> environment,
      List<Given> options,
      Collection<String> agents) {
    return read(file, environment, options, Setting.Layer.OPTION, agents);
  }

  /** Does the same where {@code options} are of {@code layer}. */
  static Config read(
      @Nullable Path file,
      Map<String, String> environment,
      List<Given> options,
      Setting.Layer layer,
      Collection<String> agents) {
    List<Detail> faults = new ArrayList<>();
    List<Setting> said = new ArrayList<>();
    if (file != null && Files.exists(file)) {
      said.addAll(ConfigFile.read(file, faults));
    }
    new TreeMap<>(environment).forEach((name, value) -> fromEnvironment(name, value, said, faults));
    options.forEach(given -> take(given.key(), given.value(), layer, given.option(), said, faults));
    // What Temporal's own programs read counts less than anything of ours.
    said.addAll(0, TemporalProfile.read(environment, new Config(layered(said)), faults));
    Config config = new Config(layered(said));
    faults.addAll(new ConfiguredAgents(config).faults(agents));
    faults.addAll(new DeclaredAgents(config).faults());
    faults.addAll(new ConfiguredUnits(config).faults());
    faults.addAll(new ConfiguredTemporal(config).faults());
    faults.addAll(new ConfiguredWorker(config).faults(agents));
    if (!faults.isEmpty()) {
      throw refused("the configuration", "See docs/configuration.md for every key.", faults);
    }
    return config;
  }

  /** Returns a copy over which {@code more} holds. */
  Config with(List<Setting> more) {
    List<Setting> all = new ArrayList<>(settings.values());
    all.addAll(more);
    return new Config(layered(all));
  }

  /** Returns what was said of {@code key}, or null if nothing was. */
  @Nullable Setting said(String key) {
    return settings.get(key);
  }

  /** Returns everything that was said, in order. */
  Collection<Setting> said() {
    return settings.values();
  }

  /** Returns what holds for {@code key}, or null if nothing does. */
  <T> @Nullable T get(ConfigKey<T> key) {
    Setting said = settings.get(key.name());
    String value = said == null ? key.fallback() : said.value();
    return value == null ? null : key.type().read(value);
  }

  /** Returns what holds for {@code key} with this name instead of the {@code *}, or null. */
  <T> @Nullable T get(ConfigKey<T> key, String name) {
    Setting said = settings.get(key.at(name));
    return said == null || said.value() == null ? null : key.type().read(said.value());
  }

  /**
   * Returns every key with what holds for it and who said so, in the order of {@link
   * ConfigKey#ALL}.
   */
  public List<Setting> all() {
    ImmutableList.Builder<Setting> all = ImmutableList.builder();
    for (ConfigKey<?> key : ConfigKey.ALL) {
      if (key.open()) {
        settings.values().stream()
            .filter(s -> key.equals(ConfigKey.named(s.key())))
            .forEach(all::add);
      } else {
        Setting said = settings.get(key.name());
        all.add(
            said != null
                ? said
                : new Setting(key.name(), key.fallback(), Setting.Layer.DEFAULT, ""));
      }
    }
    return all.build();
  }

  /**
   * Returns the key that {@code written} means where capitals, {@code -} and {@code _} do not
   * count, as in the properties of an application; what means none is returned as it is.
   */
  public static String key(String written) {
    return ConfigKey.named(written) != null
        ? written
        : ConfigKey.ALL.stream()
            .flatMap(key -> Stream.ofNullable(LooseKey.of(key.name(), written)))
            .findFirst()
            .orElse(written);
  }

  /** Returns the engine of new runs. */
  public String engine() {
    return needed(ConfigKey.ENGINE);
  }

  /** Returns where a worker answers probes, {@code PORT} or {@code HOST:PORT}; or null. */
  public @Nullable String health() {
    return new ConfiguredWorker(this).health();
  }

  /** Returns whether runs on the Temporal service are meant, besides those known here. */
  public boolean service() {
    return engine().equals("temporal") || given(ConfigKey.TARGET) || given(ConfigKey.NAMESPACE);
  }

  /** Returns whether it is said which Temporal service there is. */
  public boolean serviceKnown() {
    return service()
        || said(ConfigKey.TARGET.name()) != null
        || said(ConfigKey.NAMESPACE.name()) != null;
  }

  /** Returns how long clones that a worker has made stay unused. */
  public Duration clonesKept() {
    return new ConfiguredWorker(this).clonesKept();
  }

  /** Returns how a process takes part. */
  public AidpOptions options() {
    return new AidpOptions(
        new ConfiguredTemporal(this).options(),
        new AidpOptions.ForRepository(
            needed(ConfigKey.SIGN), pruning(), get(ConfigKey.HUB), get(ConfigKey.ARTIFACTS)),
        new AidpOptions.ForAgents(
            words(ConfigKey.ENVIRONMENT),
            secrets(),
            prices(),
            worktree(),
            needed(ConfigKey.PORT_BASE)),
        new ConfiguredWorker(this).options(),
        new AidpOptions.ForRuns(engine(), ImmutableMap.of()),
        null);
  }

  private List<String> secrets() {
    return Stream.concat(
            words(ConfigKey.SECRETS).stream(),
            Stream.ofNullable(new ConfiguredTemporal(this).apiKeyVariable()))
        .toList();
  }

  private PrunePolicy pruning() {
    return new PrunePolicy(
        needed(ConfigKey.PRUNE_KEEP),
        needed(ConfigKey.PRUNE_OLDER),
        needed(ConfigKey.PRUNE_AUTOMATIC));
  }

  private WorktreeSettings worktree() {
    return new WorktreeSettings(
        get(ConfigKey.SETUP),
        needed(ConfigKey.SETUP_TIMEOUT),
        words(ConfigKey.SETUP_INPUTS),
        words(ConfigKey.COPY),
        words(ConfigKey.LINK),
        words(ConfigKey.CACHES),
        needed(ConfigKey.SPARSE),
        get(ConfigKey.STYLE_GUIDE));
  }

  private List<String> words(ConfigKey<List<String>> key) {
    return Objects.requireNonNullElse(get(key), List.of());
  }

  private Map<String, Price> prices() {
    String stem = ConfigKey.PRICES.name().replace("*", "");
    Map<String, Price> prices = new LinkedHashMap<>();
    for (Setting setting : settings.values()) {
      if (setting.key().startsWith(stem)) {
        String model = setting.key().substring(stem.length());
        Price price = get(ConfigKey.PRICES, model);
        if (price != null) {
          prices.put(model, price);
        }
      }
    }
    return prices;
  }

  private Budget budget() {
    return new Budget(
        cap(ConfigKey.BUDGET_USD, ConfigKey.BUDGET_TOKENS),
        cap(ConfigKey.UNIT_USD, ConfigKey.UNIT_TOKENS),
        cap(ConfigKey.TURN_USD, ConfigKey.TURN_TOKENS));
  }

  private Cap cap(ConfigKey<Long> usd, ConfigKey<Integer> tokens) {
    Integer count = get(tokens);
    return new Cap(get(usd), count == null ? null : count.longValue());
  }

  /**
   * Returns an amount of US dollars in millionths, rounded down.
   *
   * @throws NumberFormatException if it is none
   */
  public static long microUsd(String dollars) {
    return new BigDecimal(dollars).movePointRight(6).longValue();
  }

  boolean given(ConfigKey<?> key) {
    Setting said = settings.get(key.name());
    return said != null && said.layer() == Setting.Layer.OPTION;
  }

  /** Returns the agents' programs that the settings declare, or start by another name. */
  public List<AgentProvider> providers() {
    return new DeclaredAgents(this).providers();
  }

  /** Returns agents, checks and limits of a new run. */
  public RunSettings runSettings() {
    ConfiguredAgents agents = new ConfiguredAgents(this);
    return new RunSettings(
        agents.chains(),
        checks(),
        limits(),
        guards(),
        new Merging(
            needed(ConfigKey.STRATEGY),
            needed(ConfigKey.MIN_SUCCESS),
            needed(ConfigKey.REWORK),
            needed(ConfigKey.RESOLVER_SCOPE),
            needed(ConfigKey.REUSE)),
        agents.tiers(),
        new ConfiguredUnits(this).units());
  }

  private Guards guards() {
    return new Guards(
        needed(ConfigKey.CLAIMS),
        needed(ConfigKey.BASELINE),
        needed(ConfigKey.FLAKY_RERUNS),
        approvals(),
        new ConfiguredGuards(this).guards(),
        review(),
        needed(ConfigKey.PATIENCE),
        needed(ConfigKey.DEPTH));
  }

  private List<Approval> approvals() {
    ImmutableList.Builder<Approval> approvals = ImmutableList.builder();
    if (needed(ConfigKey.APPROVE_PLAN)) {
      approvals.add(Approval.PLAN);
    }
    if (needed(ConfigKey.APPROVE_MERGE)) {
      approvals.add(Approval.MERGE);
    }
    return approvals.build();
  }

  private List<Check> checks() {
    String stem = ConfigKey.CHECKS.name().replace("*", "");
    return settings.values().stream()
        .filter(s -> s.key().startsWith(stem) && s.value() != null)
        .filter(s -> ConfigKey.named(s.key()) == ConfigKey.CHECKS)
        .flatMap(
            s ->
                Stream.ofNullable(
                    ConfigType.check(s.key().substring(stem.length()), String.valueOf(s.value()))))
        .toList();
  }

  private Limits limits() {
    return new Limits(
        needed(ConfigKey.MAX_ITERATIONS),
        new Limits.Retries(needed(ConfigKey.RETRIES), retriesAfter()),
        needed(ConfigKey.MAX_PARALLEL),
        needed(ConfigKey.AGENT_TIMEOUT),
        needed(ConfigKey.CHECK_TIMEOUT),
        get(ConfigKey.TIMEOUT),
        budget(),
        capacities());
  }

  private ImmutableMap<FailureKind, Integer> retriesAfter() {
    ImmutableMap.Builder<FailureKind, Integer> after = ImmutableMap.builder();
    for (FailureKind kind : Limits.Retries.CLASSES) {
      Integer most = get(ConfigKey.retriesAfter(kind));
      if (most != null) {
        after.put(kind, most);
      }
    }
    return after.buildOrThrow();
  }

  /** Returns how much there is of what units take, by name. */
  public ImmutableMap<String, Integer> capacities() {
    String stem = ConfigKey.CAPACITIES.name().replace("*", "");
    ImmutableMap.Builder<String, Integer> capacities = ImmutableMap.builder();
    for (Setting said : settings.values()) {
      if (said.key().startsWith(stem) && said.value() != null) {
        capacities.put(said.key().substring(stem.length()), Integer.valueOf(said.value()));
      }
    }
    return capacities.buildKeepingLast();
  }

  private Review review() {
    String blocking = needed(ConfigKey.REVIEW_BLOCKING);
    return new Review(
        WireNamed.of(Severity.class, blocking).orElse(null), needed(ConfigKey.REVIEW_ROUNDS));
  }

  <T> T needed(ConfigKey<T> key) {
    T value = get(key);
    if (value == null) {
      throw new IllegalStateException("No default: " + key.name());
    }
    return value;
  }

  /**
   * A later layer overrides an earlier one; somebody who names agents for all roles in a later one
   * means it, so that also overrides what an earlier one says of its roles, and whether it is a
   * command or a chain.
   */
  private static Map<String, Setting> layered(List<Setting> said) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (Setting setting : said) {
      if (ConfiguredAgents.FOR_ALL_ROLES.contains(setting.key())) {
        for (String key : ConfiguredAgents.OVERRIDDEN) {
          settings.computeIfPresent(
              key, (k, s) -> s.layer().compareTo(setting.layer()) < 0 ? null : s);
        }
      }
      settings.put(setting.key(), setting);
    }
    return settings;
  }

  private static void fromEnvironment(
      String name, String value, List<Setting> said, List<Detail> faults) {
    if (!name.startsWith(PREFIX)) {
      return;
    }
    String key = name.substring(PREFIX.length()).replace("__", ".").toLowerCase(Locale.ROOT);
    take(key, value, Setting.Layer.ENVIRONMENT, name, said, faults);
  }

  static void fromOption(Given given, List<Setting> said, List<Detail> faults) {
    take(given.key(), given.value(), Setting.Layer.OPTION, given.option(), said, faults);
  }

  private static void take(
      String key,
      String value,
      Setting.Layer layer,
      String origin,
      List<Setting> said,
      List<Detail> faults) {
    ConfigKey<?> known = ConfigKey.named(key);
    if (known == null) {
      faults.add(new Detail(origin, "sets the unknown key " + key + suggestion(key)));
    } else if (!known.type().accepts(value)) {
      faults.add(new Detail(origin, "must be " + known.type().expected() + ": " + quoted(value)));
    } else {
      said.add(new Setting(key, value, layer, origin));
    }
  }

  static UsageException refused(String what, String remedy, List<Detail> faults) {
    Detail first = faults.get(0);
    String message =
        faults.size() == 1
            ? first.message()
            : "%d faults in %s, the first: %s".formatted(faults.size(), what, first.message());
    return new UsageException(message, first.where(), remedy, faults);
  }

  /** Returns {@code text} as a message shows it: in quotes, on one line, not long. */
  static String quoted(String text) {
    return '"' + Excerpt.start(text.replaceAll("\\p{Cntrl}", " "), 60) + '"';
  }

  /** Returns a hint at the key that was perhaps meant, or at the few that there are. */
  static String suggestion(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    String classes = "limits.retries_after.";
    if (key.startsWith(classes)) {
      return " (a further attempt helps only after %s)"
          .formatted(
              Limits.Retries.CLASSES.stream()
                  .map(FailureKind::wireName)
                  .collect(Collectors.joining(", ")));
    }
    return ConfigKey.ALL.stream()
        .map(ConfigKey::name)
        .filter(name -> Typo.near(name, key) || name.endsWith("." + last))
        .findFirst()
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }
}
