package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.StepFailedException;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A program drawn from a seed, which logs all it sees. Blocks have generators of their own, so each
 * is repeatable.
 */
final class RandomProgram {

  private static final int DEPTH = 3;

  private final ScriptedJob job;
  private int names;
  private int children;

  private RandomProgram(ScriptedJob job) {
    this.job = job;
  }

  static String run(ScriptedJob job, String input) {
    String[] seedAndDepth = input.split(":");
    RandomProgram program = new RandomProgram(job);
    program.block(new Random(Long.parseLong(seedAndDepth[0])), Integer.parseInt(seedAndDepth[1]));
    return String.join(" ", job.seen);
  }

  static void told(ScriptedJob job, String text) {
    job.seen.add("told:" + text);
    if (text.hashCode() % 3 == 0) {
      job.seen.add("handled:" + attempt(() -> job.work.act(text)));
    }
    if (text.hashCode() % 4 == 0) {
      long heard = heard(job);
      job.context.await(() -> heard(job) > heard);
      job.seen.add("after:" + text);
    }
  }

  private void block(Random random, int depth) {
    List<Promise<String>> open = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      statement(random, depth, open);
    }
    open.forEach(part -> log("joined:" + show(part.outcome())));
  }

  private void statement(Random random, int depth, List<Promise<String>> open) {
    String name = "s" + ++names;
    Random inner = new Random(random.nextLong());
    switch (depth >= DEPTH ? random.nextInt(9) : random.nextInt(13)) {
      case 0, 1 -> log(attempt(() -> job.named(name).act(name)));
      case 2 -> open.add(job.context.start(() -> job.named(name).act(name)));
      case 3 -> {
        int enough = told() + random.nextInt(2);
        Outcome<String> end =
            job.context.until(() -> told() > enough, () -> job.named(name).act(name));
        log("until:" + show(end));
      }
      case 4 -> {
        int enough = told() + random.nextInt(2);
        Duration limit = Duration.ofMillis(1 + random.nextInt(400));
        log("await:" + job.context.await(limit, () -> told() > enough) + "@" + job.context.now());
      }
      case 5 -> {
        int enough = told();
        job.context.await(() -> told() > enough);
        log("heard");
      }
      case 6 -> limited(name, inner, open);
      case 7 -> raced(name);
      case 8 -> log("version:" + job.context.version("change-" + inner.nextInt(4), 1));
      case 9 -> all(name, inner);
      case 10 -> open.add(job.context.async(name, () -> inside(inner, depth, name)));
      case 11 -> log(job.context.scope(name, () -> inside(inner, depth, name)));
      default -> open.add(child(inner, depth));
    }
  }

  private void limited(String name, Random random, List<Promise<String>> open) {
    Promise<String> step = job.context.start(() -> job.named(name).act(name));
    Duration limit = Duration.ofMillis(1 + random.nextInt(400));
    log("within:" + show(step.map(name::concat).within(limit)) + "@" + job.context.now());
    if (random.nextBoolean()) {
      step.cancel();
    }
    open.add(step);
  }

  private void raced(String name) {
    Promise<String> left = job.context.start(() -> job.named(name + "-left").act(name));
    Promise<String> right = job.context.start(() -> job.named(name + "-right").act(name));
    boolean won = job.context.any(List.of(left, right)) == left;
    Promise<String> loser = won ? right : left;
    loser.cancel();
    log("raced:" + won + show(job.context.anyOf(List.of(left, right)).outcome()));
    log("lost:" + show(loser.outcome()));
  }

  private void all(String name, Random random) {
    List<Promise<String>> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String part = name + "-" + i;
      parts.add(job.context.start(() -> job.named(part).act(part)));
    }
    log("all:" + attempt(() -> String.join("+", job.context.all(parts))));
  }

  private String inside(Random random, int depth, String name) {
    block(random, depth + 1);
    if (random.nextInt(6) == 0) {
      job.named("last").act(name);
    }
    return name + "." + job.seen.size();
  }

  private Promise<String> child(Random random, int depth) {
    Child<Job> child = job.context.child(Job.class, "c" + ++children);
    String input = random.nextInt(1_000_000) + ":" + (depth + 1);
    Promise<String> result = child.start(run -> run.run(input));
    if (random.nextBoolean()) {
      child.signal(run -> run.tell("from-parent-" + children));
    }
    return result;
  }

  private int told() {
    return (int) heard(job);
  }

  private static long heard(ScriptedJob job) {
    return job.seen.stream().filter(seen -> seen.startsWith("told:")).count();
  }

  private void log(String what) {
    job.seen.add(what);
  }

  private static String attempt(Supplier<String> step) {
    try {
      return step.get();
    } catch (StepFailedException e) {
      return "failed:" + e.failure().kind();
    }
  }

  private static String show(Outcome<String> outcome) {
    return outcome instanceof Outcome.Failed<String> failed
        ? "failed:" + failed.failure().kind()
        : outcome.orThrow();
  }
}
