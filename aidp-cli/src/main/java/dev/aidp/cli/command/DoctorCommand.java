package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.activities.agent.provider.Installed;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.cli.doctor.AgentPrograms;
import dev.aidp.cli.doctor.Examination;
import dev.aidp.cli.doctor.Finding;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Role;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code aidp doctor}. */
@Command(
    name = "doctor",
    description = "What is installed, reachable and configured, and what is not, with the remedy.")
final class DoctorCommand extends BaseCommand {

  DoctorCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    Path place = Session.place(shell, common);
    List<Finding> findings = new ArrayList<>(Examination.machine(shell, place));
    Config config = config(findings);
    if (config != null) {
      agents(config, findings);
      programs(config, findings);
      findings.add(
          Examination.server(
              config.options().temporal().connection(), config.engine().equals("temporal")));
      AidpOptions.ForRepository repository = config.options().repository();
      if (repository.hub() != null) {
        findings.add(Examination.hub(place, repository.hub()));
      }
      if (repository.artifacts() != null) {
        findings.add(
            Examination.artifacts(place, repository.artifacts(), repository.hub() != null));
      }
    }
    if (common.json) {
      say(document(findings, config));
    } else {
      text(findings, config);
    }
    return Exits.DONE;
  }

  private @Nullable Config config(List<Finding> findings) {
    try {
      Config config = Session.config(shell, common, common.given());
      Path file = Session.configFile(shell, common);
      findings.add(
          Finding.good(
              "configuration", file != null && Files.exists(file) ? file.toString() : "defaults"));
      return config;
    } catch (UsageException e) {
      if (e.details().isEmpty()) {
        findings.add(
            Finding.bad(
                "configuration", e.where() + ": " + e.getMessage(), String.valueOf(e.remedy())));
      }
      e.details()
          .forEach(
              d ->
                  findings.add(
                      Finding.bad(
                          "configuration",
                          d.where() + ": " + d.message(),
                          String.valueOf(e.remedy()))));
      return null;
    }
  }

  private void agents(Config config, List<Finding> findings) {
    var agents = config.runSettings().agents();
    for (Role role : Role.values()) {
      AgentChain chain = agents.get(role);
      String command = chain == null ? null : chain.shown();
      String name = "agent " + role.wireName();
      if (chain != null && chain.agents().stream().allMatch(agent -> agent.command() == null)) {
        findings.add(Finding.good(name, chain.shown()));
      } else if (command == null) {
        if (role == Role.CODER) {
          findings.add(
              Finding.bad(
                  name,
                  "none",
                  "Set agent.chain or agent.command in .aidp/aidp.yml, or give --agent NAME."));
        }
      } else if (AgentCommands.isThere(shell, command)) {
        findings.add(Finding.good(name, command));
      } else {
        findings.add(
            Finding.bad(
                name, "not found: " + command, "Install it, or name another in agent.command."));
      }
    }
  }

  /** The programs that are configured must be there; of the others it is only told. */
  private void programs(Config config, List<Finding> findings) {
    Set<String> configured = new LinkedHashSet<>();
    config
        .runSettings()
        .agents()
        .values()
        .forEach(chain -> chain.agents().forEach(agent -> configured.add(agent.provider())));
    List<String> installed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (AgentProvider provider : Providers.builtIn().with(config.providers()).all()) {
      if (configured.contains(provider.name())) {
        findings.add(AgentPrograms.needed(provider, shell.environment()));
      } else {
        boolean there = Installed.look(provider.probe(), shell.environment()).program() != null;
        (there ? installed : missing).add(provider.name());
      }
    }
    if (!installed.isEmpty()) {
      findings.add(Finding.good("other agents", "installed: " + String.join(", ", installed)));
    }
    if (!missing.isEmpty()) {
      findings.add(Finding.good("other agents", "not installed: " + String.join(", ", missing)));
    }
  }

  private void text(List<Finding> findings, @Nullable Config config) {
    for (Finding finding : findings) {
      shell.say(
          Texts.printable(
              (finding.ok() ? "ok    " : "BAD   ")
                  + Texts.pad(finding.name(), 14)
                  + " "
                  + finding.value()));
      if (!finding.remedy().isEmpty()) {
        shell.say("      " + Texts.pad("", 14) + " → " + Texts.printable(finding.remedy()));
      }
    }
    if (config != null) {
      shell.say("");
      shell.say("settings");
      config.all().forEach(setting -> shell.say("  " + Texts.printable(line(setting))));
    }
  }

  private static String line(Setting setting) {
    String value = setting.value() == null ? "-" : setting.value();
    return Texts.pad(setting.key(), 28) + " " + Texts.pad(value, 20) + "  " + origin(setting);
  }

  private static String origin(Setting setting) {
    return setting.layer() == Setting.Layer.DEFAULT ? "default" : setting.origin();
  }

  private static ObjectNode document(List<Finding> findings, @Nullable Config config) {
    ObjectNode document = Json.object();
    document.put("healthy", findings.stream().allMatch(Finding::ok));
    document.set("findings", Json.tree(findings));
    ArrayNode settings = document.putArray("settings");
    if (config != null) {
      for (Setting setting : config.all()) {
        settings
            .addObject()
            .put("key", setting.key())
            .put("value", setting.value())
            .put("origin", origin(setting));
      }
    }
    return document;
  }
}
