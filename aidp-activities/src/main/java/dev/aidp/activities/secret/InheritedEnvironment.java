package dev.aidp.activities.secret;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What commands inherit of the environment of Aidp, and what of that environment nobody may be
 * told. A variable is inherited only for a reason: programs in general need it, a person has listed
 * it, the command names it, or it is the agent's own. Immutable.
 */
public final class InheritedEnvironment {

  /**
   * What programs in general need: none of these is a secret, or opens what a person has unlocked
   * for himself, as {@code SSH_AUTH_SOCK} and {@code KUBECONFIG} do.
   */
  private static final ImmutableList<String> USUAL =
      ImmutableList.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "PWD",
          "LANG",
          "LANGUAGE",
          "LC_*",
          "TZ",
          "TERM",
          "COLORTERM",
          "COLUMNS",
          "LINES",
          "TMPDIR",
          "TMP",
          "TEMP",
          "XDG_*",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "HOSTNAME",
          "HOSTTYPE",
          "OSTYPE",
          "UID",
          "LD_LIBRARY_PATH",
          "DYLD_*",
          "PKG_CONFIG_PATH",
          "MANPATH",
          "INFOPATH",
          "NIX_*",
          "HOMEBREW_*",
          "WSL*",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "ftp_proxy",
          "all_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "FTP_PROXY",
          "ALL_PROXY",
          "SSL_CERT_*",
          "CURL_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS");

  /** Where tools of development are, and how they are set. */
  private static final ImmutableList<String> TOOLS =
      ImmutableList.of(
          "JAVA_HOME",
          "JAVA_OPTS",
          "JAVA_TOOL_OPTIONS",
          "JDK_*",
          "MAVEN_*",
          "M2_HOME",
          "MVNW_*",
          "GRADLE_*",
          "ANT_*",
          "KOTLIN_*",
          "SCALA_*",
          "SBT_OPTS",
          "SDKMAN_*",
          "ANDROID_*",
          "GOPATH",
          "GOROOT",
          "GOBIN",
          "GOPROXY",
          "GOPRIVATE",
          "GOFLAGS",
          "GOMODCACHE",
          "GOCACHE",
          "CGO_*",
          "CARGO_*",
          "RUST*",
          "NODE_*",
          "NPM_CONFIG_*",
          "npm_config_*",
          "NVM_*",
          "FNM_*",
          "VOLTA_*",
          "YARN_*",
          "PNPM_*",
          "BUN_*",
          "DENO_*",
          "PYTHON*",
          "PIP_*",
          "UV_*",
          "POETRY_*",
          "PIPENV_*",
          "PYENV_*",
          "VIRTUAL_ENV",
          "CONDA_*",
          "RUBY*",
          "GEM_*",
          "BUNDLE_*",
          "RBENV_*",
          "PHP_*",
          "COMPOSER_*",
          "DOTNET_*",
          "NUGET_*",
          "ASDF_*",
          "MISE_*",
          "DIRENV_*",
          "CC",
          "CXX",
          "CPP",
          "LD",
          "AR",
          "CFLAGS",
          "CXXFLAGS",
          "CPPFLAGS",
          "LDFLAGS",
          "MAKEFLAGS",
          "CMAKE_*",
          "CCACHE_*",
          "DOCKER_*",
          "COMPOSE_*",
          "TESTCONTAINERS_*",
          "EDITOR",
          "VISUAL",
          "GIT_*");

  /** What agents' programs read: their keys and settings. */
  private static final ImmutableList<String> AGENTS =
      ImmutableList.of(
          "ANTHROPIC_*",
          "CLAUDE_*",
          "OPENAI_*",
          "CODEX_*",
          "GEMINI_*",
          "GOOGLE_*",
          "CURSOR_*",
          "COPILOT_*",
          "AIDER_*",
          "OPENCODE_*",
          "KILO*",
          "GOOSE_*",
          "AMP_*",
          "FACTORY_*",
          "AZURE_OPENAI_*",
          "AWS_*",
          "VERTEX*",
          "OPENROUTER_*",
          "DEEPSEEK_*",
          "MISTRAL_*",
          "GROQ_*",
          "XAI_*",
          "TOGETHER_*",
          "FIREWORKS_*",
          "CEREBRAS_*",
          "COHERE_*",
          "OLLAMA_*",
          "LITELLM_*");

  private static final Pattern NAMED = Pattern.compile("\\$(?:\\{[#!]?)?([A-Za-z_][A-Za-z0-9_]*)");

  private final ImmutableMap<String, String> environment;
  private final List<Pattern> usual;
  private final List<Pattern> agents = Names.patterns(AGENTS);
  private final List<Pattern> listed;
  private final Secrets secrets;

  private InheritedEnvironment(
      Map<String, String> environment, Collection<String> passed, Secrets secrets) {
    this.environment = ImmutableMap.copyOf(new TreeMap<>(environment));
    List<String> all = new ArrayList<>(USUAL);
    all.addAll(TOOLS);
    this.usual = Names.patterns(all);
    this.listed = Names.patterns(passed);
    this.secrets = secrets;
  }

  /**
   * Returns those of a process with this {@code environment}.
   *
   * @param passed names of variables that every command inherits besides; {@code *} stands for any
   *     characters
   * @param secret names of variables whose values are secrets besides those whose names say so
   */
  public static InheritedEnvironment in(
      Map<String, String> environment, Collection<String> passed, Collection<String> secret) {
    return new InheritedEnvironment(environment, passed, Secrets.in(environment, secret));
  }

  /** Returns those of this process, with nothing listed. */
  public static InheritedEnvironment ofThisProcess() {
    return in(System.getenv(), ImmutableList.of(), ImmutableList.of());
  }

  /** Returns what nothing that is stored, shown or sent may hold. */
  public Secrets secrets() {
    return secrets;
  }

  /**
   * Returns what an agent inherits that is any command: what it reads is not known, so it gets what
   * agents' programs read, and what its text names.
   */
  public ImmutableMap<String, String> ofAgent(String command) {
    Set<String> named = named(command);
    return some(name -> named.contains(name) || Names.any(agents, name));
  }

  /** Returns what a program inherits that reads the variables {@code own}. */
  public ImmutableMap<String, String> ofProgram(Collection<String> own) {
    List<Pattern> names = Names.patterns(own);
    return some(name -> Names.any(names, name));
  }

  /** Returns what a check inherits: what agents do, without their keys, and what its text names. */
  public ImmutableMap<String, String> ofCheck(String command) {
    return some(named(command)::contains);
  }

  private ImmutableMap<String, String> some(java.util.function.Predicate<String> besides) {
    Map<String, String> some = new TreeMap<>(environment);
    some.entrySet().removeIf(each -> !inherited(each.getKey(), each.getValue(), besides));
    return ImmutableMap.copyOf(GitSettings.counted(some, environment));
  }

  private boolean inherited(
      String name, String value, java.util.function.Predicate<String> besides) {
    if (Names.any(listed, name) || besides.test(name)) {
      return true;
    }
    // A tool's family may hold its credentials: those are passed only to whom they were named for.
    return Names.any(usual, name) && (isAddress(name) || secrets.namedIn(value).isEmpty());
  }

  /** A proxy with a password in its address is no use without it. */
  private static boolean isAddress(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy");
  }

  private static Set<String> named(String command) {
    Matcher names = NAMED.matcher(command);
    return ImmutableSet.copyOf(
        names.results().map(found -> found.group(1)).collect(Collectors.toList()));
  }
}
