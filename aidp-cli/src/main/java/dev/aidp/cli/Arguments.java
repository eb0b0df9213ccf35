package dev.aidp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Puts the command in front, so that options may stand before it as well as after it. */
final class Arguments {

  private final CommandLine root;
  private final Map<String, Boolean> takesValue = new LinkedHashMap<>();

  private Arguments(CommandLine root) {
    this.root = root;
    collect(root);
  }

  /** Returns {@code arguments} with the words of the command first, and all else in its order. */
  static List<String> commandFirst(CommandLine root, List<String> arguments) {
    return new Arguments(root).ordered(arguments);
  }

  /** Returns whether a document is asked for, even where the rest cannot be understood. */
  static boolean askForJson(List<String> arguments) {
    return options(arguments).contains("--json");
  }

  /** Returns whether stack traces and what libraries log are asked for. */
  static boolean askForMore(List<String> arguments) {
    return options(arguments).contains("--verbose");
  }

  private static List<String> options(List<String> arguments) {
    int end = arguments.indexOf("--");
    return end < 0 ? arguments : arguments.subList(0, end);
  }

  /**
   * A command's options are told apart by their names alone, so a name takes a value everywhere or
   * nowhere.
   */
  private void collect(CommandLine line) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      for (String name : option.names()) {
        takesValue.put(name, option.arity().max() > 0);
      }
    }
    line.getSubcommands().values().forEach(this::collect);
  }

  private List<String> ordered(List<String> arguments) {
    List<String> command = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    CommandLine at = root;
    int i = 0;
    for (; i < arguments.size() && !at.getSubcommands().isEmpty(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        break;
      } else if (argument.startsWith("-")) {
        rest.add(argument);
        if (takesValue.getOrDefault(argument, false) && i + 1 < arguments.size()) {
          rest.add(arguments.get(++i));
        }
      } else {
        CommandLine sub = at.getSubcommands().get(argument);
        if (sub == null) {
          break;
        }
        command.add(argument);
        at = sub;
      }
    }
    command.addAll(rest);
    command.addAll(arguments.subList(i, arguments.size()));
    return command;
  }
}
