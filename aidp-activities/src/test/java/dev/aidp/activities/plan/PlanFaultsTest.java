package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.aidp.activities.yaml.Findings;
import dev.aidp.failure.UsageException.Detail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that a plan can have, each with its place. */
class PlanFaultsTest {

  private static final String KEYS =
      "known are id, task, files, class, outputs, depends_on, inputs, required, retries, allow_no_change, strategy, separate_checks, if_needs_fail, estimate, resources, checks, kind, part_of, run, until, interval, backoff, timeout";
  private static final String ID_RULE =
      "is not an id: 1 to 64 of a-z, 0-9, '-' and '_', with a letter or digit at both ends";
  private static final String NAME_RULE =
      "is not the name of an artifact: use A-Z, a-z, 0-9, '.', '_', '-'";
  private static final String TIME = "a length of time such as 90s, 10m, 2h or PT10M";
  private static final String GLOB_RULE =
      "is not a pattern of files: it has no '/' at its ends, no '//', no '.' and no '..'";

  /** What follows a unit's id and task, from line 5 on. */
  static Stream<Arguments> faults_of_a_unit() {
    return Stream.of(
        arguments("depend_on: []", "5:5: unknown key 'depend_on'; is 'depends_on' meant?"),
        arguments("owner: me", "5:5: unknown key 'owner'; " + KEYS),
        arguments("task: again", "5:5: the key 'task' stands here a second time"),
        arguments("{a: b}: c", "5:5: a key must be a text"),
        arguments(
            "kind: shell", "5:11: 'kind' must be agent, command, wait or feature, not 'shell'"),
        arguments("run: make", "5:10: 'run' is said of a unit with 'kind: command'"),
        arguments("backoff: 2", "5:14: 'backoff' is said of a unit with 'kind: wait'"),
        arguments("kind: command", "3:5: 'run' is missing"),
        arguments("files: src", "5:12: 'files' must be a list of texts, not 'src'"),
        arguments("files: [[a]]", "5:13: 'files' is a list of texts; this is none"),
        arguments("files: [/a]", "5:13: '/a' " + GLOB_RULE),
        arguments("files: [a/../b]", "5:13: 'a/../b' " + GLOB_RULE),
        arguments("files: ['[a']", "5:13: '[a' is not a pattern of files: a '[' is not closed"),
        arguments(
            "files: [**/x]",
            "5:13: '**/x' is an alias, which is not read; if a text is meant, quote it: \"**/x\""),
        arguments(
            "files: [a, *.c]",
            "5:16: '*.c' is an alias, which is not read; if a text is meant, quote it: \"*.c\""),
        arguments(
            "files: [*all]",
            "5:13: '*all' is an alias, which is not read; if a text is meant, quote it: \"*all\""),
        arguments(
            "files: &all [a]",
            "5:12: '&all' is an anchor, which is not read; write the value out, or quote it if a text is meant"),
        arguments(
            "retries: !!int 3",
            "5:14: '!!int' is a tag, which is not read; leave it away, or quote it if a text is meant"),
        arguments(
            "checks: !mine {}",
            "5:13: '!mine' is a tag, which is not read; leave it away, or quote it if a text is meant"),
        arguments("<<: {retries: 1}", "5:5: merge keys (<<) are not read; write the values out"),
        arguments(
            "class: big", "5:12: 'class' must be lightweight, standard or heavyweight, not 'big'"),
        arguments(
            "class: Standard",
            "5:12: 'class' must be lightweight, standard or heavyweight, not 'Standard'"),
        arguments("required: yes", "5:15: 'required' must be true or false, not 'yes'"),
        arguments("required: []", "5:15: 'required' must be true or false"),
        arguments(
            "allow_no_change: \"true\"",
            "5:22: 'allow_no_change' must be true or false, not the text \"true\""),
        arguments("retries: -1", "5:14: 'retries' must be a whole number of at least 0, not '-1'"),
        arguments(
            "retries: 1.5", "5:14: 'retries' must be a whole number of at least 0, not '1.5'"),
        arguments(
            "retries: 9999999999",
            "5:14: 'retries' must be a whole number of at least 0, not '9999999999'"),
        arguments("retries: ٣", "5:14: 'retries' must be a whole number of at least 0, not '٣'"),
        arguments("outputs: [a/b]", "5:15: 'a/b' " + NAME_RULE),
        arguments("outputs: [..]", "5:15: '..' " + NAME_RULE),
        arguments("outputs: [x, y, x]", "5:21: the output 'x' stands here a second time"),
        arguments("inputs: [x]", "5:14: 'x' is not an input: write UNIT/NAME"),
        arguments("inputs: [b/x/y]", "5:14: 'b/x/y' is not an input: write UNIT/NAME"),
        arguments("inputs: [bee/x]", "5:14: nobody produces 'bee/x': there is no unit 'bee'"),
        arguments(
            "inputs: [other/schemas]",
            "5:14: nobody produces 'other/schemas': 'schemas' is not among the outputs of 'other'; is 'schema' meant?"),
        arguments("depends_on: [b]", "5:18: there is no unit 'b' to depend on"),
        arguments(
            "depends_on: [otter]",
            "5:18: there is no unit 'otter' to depend on; is 'other' meant?"),
        arguments("depends_on: [a]", "3:9: 'a' depends on itself"),
        arguments(
            "depends_on: [other]", "3:9: units depend on each other in a circle: a -> other -> a"),
        arguments(
            "inputs: [other/schema]",
            "3:9: units depend on each other in a circle: a -> other -> a"),
        arguments("checks: [x]", "5:13: 'checks' must be a mapping with names as its keys"),
        arguments(
            "checks: {x: [y]}",
            "5:17: the check 'x' must be a command, or a mapping with 'command' and what else is said of"
                + " it: required, phase, category, timeout, exclusive, reports"),
        arguments(
            "checks: {x: ''}",
            "5:17: the check 'x' must be a command, or a mapping with 'command' and what else is said of"
                + " it: required, phase, category, timeout, exclusive, reports"),
        arguments("checks: {x: {exclusive: true}}", "5:17: 'command' is missing"),
        arguments(
            "checks: {x: {command: y, exclusive: 1}}",
            "5:41: 'exclusive' must be true or false, not '1'"),
        arguments(
            "checks: {x: {command: y, alone: true}}",
            "5:30: unknown key 'alone'; known are command, required, phase, category, timeout,"
                + " exclusive, reports"),
        arguments("checks: {x: y, x: z}", "5:20: the key 'x' stands here a second time"),
        arguments("checks: {'': y}", "5:14: '' is not the name of a check"),
        arguments("estimate: 5", "5:15: 'estimate' must be 0 or " + TIME),
        arguments("estimate: -5m", "5:15: 'estimate' must be 0 or " + TIME),
        arguments("estimate: [5m]", "5:15: 'estimate' must be 0 or " + TIME),
        arguments("estimate:", "5:14: 'estimate' must be 0 or " + TIME),
        arguments(
            "resources: gpu",
            "5:16: 'resources' must be a mapping with names as its keys, not 'gpu'"),
        arguments("resources: {gpu: -1}", "5:22: 'gpu' must be a whole number of at least 0"),
        arguments("resources: {gpu: 0.5}", "5:22: 'gpu' must be a whole number of at least 0"),
        arguments("resources: {gpu: '1'}", "5:22: 'gpu' must be a whole number of at least 0"),
        arguments(
            "resources: {a b: 1}",
            "5:17: 'a b' is not the name of a resource: 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'"),
        arguments(" x: y", "5:7: is not YAML here: mapping values are not allowed here"));
  }

  @ParameterizedTest
  @MethodSource("faults_of_a_unit")
  void a_unit_is_refused(String line, String fault) {
    String text =
        """
        feature: F
        units:
          - id: a
            task: T
            %s
          - {id: other, task: T, outputs: [schema], depends_on: [%s]}
        """
            .formatted(line, fault.contains("circle") ? "a" : "");

    assertThat(faults(text)).containsExactly(fault);
  }

  static Stream<Arguments> faults_of_a_plan() {
    String unit = "units: [{id: a, task: T}]\n";
    return Stream.of(
        arguments("", List.of("1:1: the plan is empty")),
        arguments("# nothing\n---\n", List.of("1:1: the plan is empty")),
        arguments("- a\n", List.of("1:1: a plan must be a mapping with keys and values")),
        arguments(unit, List.of("1:1: 'feature' is missing")),
        arguments("feature: ''\n" + unit, List.of("1:10: 'feature' is empty")),
        arguments("feature: [F]\n" + unit, List.of("1:10: 'feature' must be a text")),
        arguments("feature: F\n", List.of("1:1: 'units' is missing")),
        arguments(
            "feature: F\nunits: []\n", List.of("2:8: 'units' must be a list of at least one unit")),
        arguments(
            "feature: F\nunits:\n", List.of("2:7: 'units' must be a list of at least one unit")),
        arguments(
            "feature: F\nunits: [x]\n",
            List.of("2:9: a unit must be a mapping with keys and values")),
        arguments(
            "feature: F\nunits: [{}]\n", List.of("2:9: 'id' is missing", "2:9: 'task' is missing")),
        arguments(
            "feature: F\nunits: [{id: '', task: ' '}]\n",
            List.of("2:14: 'id' is empty", "2:24: 'task' is empty")),
        arguments(
            "feature: F\nunits: [{id: A, task: T}, {id: a-, task: T}]\n",
            List.of("2:14: 'A' " + ID_RULE, "2:32: 'a-' " + ID_RULE)),
        arguments(
            "feature: F\nunits: [{id: a, task: T}, {id: a, task: U}]\n",
            List.of("2:32: the id 'a' stands here a second time")),
        arguments(
            "feature: F\n" + unit + "unit: x\n",
            List.of("3:1: unknown key 'unit'; is 'units' meant?")),
        arguments(
            "feature: F\n" + unit + "---\nfeature: G\n",
            List.of("3:1: a second document begins here; only one is read")),
        arguments(
            "%TAG ! tag:x,2000:\n---\nfeature: F\n" + unit,
            List.of("1:1: declares tags (%TAG), which are not read")),
        arguments(
            "%YAML 2.0\n---\nfeature: F\n", List.of("1:1: is not YAML 1.2, as it says itself")),
        arguments(
            "feature: F\nunits:\n\t- id: a\n",
            List.of(
                "3:1: is not YAML here: found character '\\t(TAB)' that cannot start any token."
                    + " (Do not use \\t(TAB) for indentation)")),
        arguments(
            "feature: \"\u0007\"\n",
            List.of(
                "1:11: the character U+0007 cannot stand in YAML; write it as \\u0007 in double quotes")),
        arguments("feature: 😀\nunits: [{id: 😀, task: T}]\n", List.of("2:14: '😀' " + ID_RULE)),
        arguments(
            "feature: F\r\nunits:\r\n  - id: a\r\n    task: T\r\n    retries: x\r\n",
            List.of("5:14: 'retries' must be a whole number of at least 0, not 'x'")));
  }

  @ParameterizedTest
  @MethodSource("faults_of_a_plan")
  void a_plan_is_refused(String text, List<String> faults) {
    assertThat(faults(text)).isEqualTo(faults);
  }

  @Test
  void a_cycle_is_named_in_full_and_each_closing_dependency_is_found() {
    String text =
        """
        feature: F
        units:
          - {id: a, task: T, depends_on: [b]}
          - {id: b, task: T, depends_on: [c]}
          - {id: c, task: T, depends_on: [a, b, c]}
          - {id: d, task: T, depends_on: [a]}
        """;

    assertThat(faults(text))
        .containsExactly(
            "3:10: units depend on each other in a circle: a -> b -> c -> a",
            "4:10: units depend on each other in a circle: b -> c -> b",
            "5:10: 'c' depends on itself");
  }

  @Test
  void all_faults_are_found_at_once_also_behind_unquoted_patterns() {
    String text =
        """
        feature: F
        owner: me
        units:
          - id: Model
            tsk: T
            files: [**/x, *.c, src/**, **]
          - id: b
            task: ""
            depends_on: [zz]
            outputs: &o [a/b]
        """;

    assertThat(faults(text))
        .containsExactly(
            "2:1: unknown key 'owner'; known are feature, capacities, units",
            "4:5: 'task' is missing",
            "4:9: 'Model' " + ID_RULE,
            "5:5: unknown key 'tsk'; is 'task' meant?",
            "6:13: '**/x' is an alias, which is not read; if a text is meant, quote it: \"**/x\"",
            "6:19: '*.c' is an alias, which is not read; if a text is meant, quote it: \"*.c\"",
            "6:32: '**' is an alias, which is not read; if a text is meant, quote it: \"**\"",
            "8:11: 'task' is empty",
            "9:18: there is no unit 'zz' to depend on",
            "10:14: '&o' is an anchor, which is not read; write the value out, or quote it if a text is meant",
            "10:18: 'a/b' " + NAME_RULE);
  }

  @Test
  void more_than_a_mebibyte_is_refused_and_exactly_one_is_read() {
    String plan = "feature: F\nunits: [{id: a, task: T}]\n#";
    String whole = plan + "x".repeat((1 << 20) - plan.length());

    assertThat(faults(whole)).isEmpty();
    assertThat(faults(whole + "x"))
        .containsExactly("1:1: is larger than 1 MiB (1048576 bytes); split it");
  }

  @Test
  void more_than_32_levels_are_refused_however_deep_and_exactly_32_are_read() {
    assertThat(faults(nested(29)))
        .containsExactly("2:34: 'files' is a list of texts; this is none");
    assertThat(faults(nested(30))).containsExactly("2:62: is nested deeper than 32 levels");
    for (String open : List.of("[", "- ", "? ", "{a: ")) {
      String text = open.repeat((1 << 20) / open.length());

      assertThat(faults(text))
          .singleElement()
          .asString()
          .endsWith("is nested deeper than 32 levels");
    }
  }

  private static String nested(int more) {
    return "feature: F\nunits: [{id: a, task: T, files: %s%s}]"
        .formatted("[".repeat(more), "]".repeat(more));
  }

  @Test
  void what_is_not_utf_8_is_refused_with_the_byte_and_its_place() {
    byte[] latin = "feature: é\nunits: é".getBytes(StandardCharsets.ISO_8859_1);
    byte[] later = "feature: éé\nunits: é?".getBytes(StandardCharsets.UTF_8);
    later[later.length - 2] = 'x'; // the second byte of the last é

    assertThat(faults(latin)).containsExactly("1:10: is not UTF-8: byte 10 (0xE9) cannot be read");
    assertThat(faults(later)).containsExactly("2:8: is not UTF-8: byte 22 (0xC3) cannot be read");
    assertThat(faults("feature: F".getBytes(StandardCharsets.UTF_16)))
        .containsExactly("1:1: is not UTF-8: byte 1 (0xFE) cannot be read");
  }

  @Test
  void what_is_quoted_cannot_flood_or_steer_a_terminal() {
    String id = "\\e[31m" + "x".repeat(100_000);
    List<String> faults = faults("feature: F\nunits: [{id: \"" + id + "\", task: T}]");

    assertThat(faults).singleElement().asString().endsWith("a letter or digit at both ends");
    assertThat(faults.get(0)).hasSizeLessThan(500).doesNotContain("\u001b");
  }

  @Test
  void what_there_is_not_or_not_so_much_of_cannot_be_taken() {
    byte[] plan =
        """
        feature: F
        capacities: {gpu: 1, cpu: 8, gpu_memory: x}
        units:
          - {id: a, task: T, resources: {gpu: 1, cpu: 9}}
          - {id: b, task: T, resources: {gpus: 1, disk: 1, net: 3}}
        """
            .getBytes(StandardCharsets.UTF_8);

    assertThat(PlanReader.read("p.yaml", plan, Map.of("disk", 2, "net", 2), null).faults())
        .extracting(PlanFaultsTest::told)
        .containsExactly(
            "2:42: 'gpu_memory' must be a whole number of at least 0",
            "4:42: this takes 9 of 'cpu', but there is only 8",
            "5:34: nobody says how much there is of 'gpus'; is 'gpu' meant?",
            "5:52: this takes 3 of 'net', but there is only 2");
    assertThat(PlanReader.read("p.yaml", plan).faults())
        .as("settings may say it")
        .extracting(PlanFaultsTest::told)
        .noneMatch(fault -> fault.contains("gpus"));
  }

  @Test
  void no_more_than_fifty_are_told() {
    String text = "feature: F\nunits:\n" + "  - {}\n".repeat(100);

    assertThat(faults(text)).hasSize(Findings.MOST).first().isEqualTo("3:5: 'id' is missing");
  }

  @Test
  void so_many_units_or_patterns_that_comparing_takes_long_are_refused() {
    StringBuilder many = new StringBuilder("feature: F\nunits:\n");
    for (int i = 0; i <= PlanReader.MAX_UNITS; i++) {
      many.append("  - {id: u").append(i).append(", task: T}\n");
    }
    String patterns = "a, ".repeat(PlanReader.MAX_PATTERNS + 1);

    assertThat(faults(many.toString()))
        .containsExactly("3:3: these are 10001 units; at most 10000 are one feature: split it");
    assertThat(faults("feature: F\nunits: [{id: a, task: T, files: [" + patterns + "]}]"))
        .containsExactly(
            "2:8: all 'files' together are 5001 patterns; at most 5000 can be compared: name folders");
  }

  private static List<String> faults(String text) {
    return faults(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> faults(byte[] text) {
    return PlanReader.read("p.yaml", text).faults().stream().map(PlanFaultsTest::told).toList();
  }

  private static String told(Detail fault) {
    assertThat(fault.where()).startsWith("p.yaml:");
    return fault.where().substring("p.yaml:".length()) + ": " + fault.message();
  }
}
