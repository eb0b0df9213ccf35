package dev.aidp.provider;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * How to find out what of a program is installed, without a network and without starting an agent.
 *
 * @param version the program and the arguments that make it print its version; none if there is
 *     nothing to ask
 * @param loginVariables variables of which one that is set stands for a login
 * @param loginFiles files, relative to the home folder, of which one that is there stands for a
 *     login
 * @param install what to do where it is not installed
 */
public record Probe(
    List<String> version, List<String> loginVariables, List<String> loginFiles, String install) {

  /** Nothing to ask. */
  public static final Probe NONE =
      new Probe(ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), "");

  /** Copies the lists. */
  public Probe {
    version = ImmutableList.copyOf(version);
    loginVariables = ImmutableList.copyOf(loginVariables);
    loginFiles = ImmutableList.copyOf(loginFiles);
  }
}
