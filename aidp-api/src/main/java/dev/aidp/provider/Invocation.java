package dev.aidp.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a program is called.
 *
 * @param arguments the program and its arguments; the prompt is never one of more than 100 KB
 * @param environment variables besides those that every agent gets
 * @param withheld variables that it must not inherit
 * @param promptOnInput whether the prompt is its standard input, which is empty otherwise
 */
public record Invocation(
    List<String> arguments,
    Map<String, String> environment,
    Set<String> withheld,
    boolean promptOnInput) {

  /** Copies the collections. */
  public Invocation {
    arguments = ImmutableList.copyOf(arguments);
    environment = ImmutableMap.copyOf(environment);
    withheld = ImmutableSet.copyOf(withheld);
  }
}
