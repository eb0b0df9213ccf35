package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** Reviewers that find things. */
final class ReviewScenarios {

  private ReviewScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(sentBack(), neverSatisfied(), unreadable());
  }

  private static Act finds(String severity, String file, String message) {
    return Act.nothing()
        .saying("Here is what I found.")
        .saying("```json")
        .saying(
            "{\"findings\": [{\"severity\": \"%s\", \"file\": \"%s\", \"message\": \"%s\"}]}"
                .formatted(severity, file, message))
        .saying("```");
  }

  private static Act nothing() {
    return Act.nothing().saying("```json").saying("{\"findings\": []}").saying("```");
  }

  /** What it changes itself, committed or not, is no part of the work. */
  private static Scenario sentBack() {
    return Scenario.of(
        "a reviewer sends work back",
        Setting.plan("units: [{id: one, task: Write it.}]").reviewed(),
        agent ->
            agent
                .coder("one", 1, Act.writes("one.txt", "half\n"))
                .coder(
                    "one",
                    Act.writes("one.txt", "whole\n")
                        .shell("grep -c 'Only half of it' \"$prompt\" >> one.txt"))
                .rule(
                    "reviewer/one/1/1/*",
                    finds("high", "one.txt", "Only half of it.")
                        .writing("one.txt", "mine\n")
                        .writing("two.txt", "mine\n")
                        .shell("git add -A >/dev/null && git commit -qm mine >/dev/null"))
                .rule("reviewer/*/*/*/*", nothing()),
        """
        completed, exit 0
        one merged, attempt 1, iteration 2, warnings 1
        joined: one
        one.txt: whole | 1
        coder/one/1/1
        coder/one/1/2
        reviewer/one/1/1
        reviewer/one/1/2
        """);
  }

  private static Scenario neverSatisfied() {
    return Scenario.of(
        "a reviewer is never satisfied",
        Setting.plan("units: [{id: one, task: Write it.}]").reviewed(),
        agent ->
            agent
                .coder("one", Act.complete().shell("echo \"$iteration\" > one.txt"))
                .rule("reviewer/*/*/*/*", finds("critical", "one.txt", "Still wrong.")),
        """
        completed, exit 0
        one merged, attempt 1, iteration 3, warnings 1
        joined: one
        one.txt: 3
        coder/one/1/1
        coder/one/1/2
        coder/one/1/3
        reviewer/one/1/1
        reviewer/one/1/2
        reviewer/one/1/3
        """);
  }

  private static Scenario unreadable() {
    return Scenario.of(
        "a reviewer cannot write JSON",
        Setting.plan("units: [{id: one, task: Write it.}]").reviewed(),
        agent -> agent.rule("reviewer/*/*/*/*", Act.nothing().saying("Looks good to me!")),
        """
        completed, exit 0
        one merged, attempt 1, iteration 1, warnings 1
        joined: one
        one.txt: work of one
        coder/one/1/1
        reviewer/one/1/1 x4
        """);
  }
}
