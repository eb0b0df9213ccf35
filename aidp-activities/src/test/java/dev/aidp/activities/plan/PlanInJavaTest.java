package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CharMatcher;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanUnit;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction.Poll;
import dev.aidp.workflow.Step.Weight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A plan that is made in Java is the one that is written in YAML. */
class PlanInJavaTest {

  private static final long SEED = 20_261_128L;

  @Test
  void says_all_that_yaml_says() {
    Plan made =
        Plan.of("Add CSV export")
            .unit(
                "model",
                u ->
                    u.task("Add the row model.")
                        .files("src/model/**", "**/pom.xml")
                        .weight(Weight.LIGHTWEIGHT)
                        .outputs("schema"))
            .unit(
                "writer",
                u ->
                    u.task("Write rows as CSV.\n")
                        .inputs("model/schema")
                        .output("rows", SchemaSource.artifact("model", "schema"))
                        .retries(3)
                        .allowNoChange()
                        .strategy(Strategy.SQUASH)
                        .separateChecks()
                        .ifNeedsFail(PlanNode.IfNeedsFail.RUN)
                        .check("unit", "mvn -q test -Dtest=CsvTest")
                        .check(new Check("port", "./serve", true)))
            .unit(
                "docs",
                u ->
                    u.task("Write the page.")
                        .dependsOn("model")
                        .input("writer/rows", SchemaSource.file("docs/rows.schema.json"))
                        .output(
                            "page",
                            SchemaSource.inline(
                                Map.of("enum", List.of("a\"b", -1, 0.5, true, Map.of()))))
                        .optional())
            .unit(
                "train",
                u ->
                    u.task("Train it.")
                        .estimate(Duration.ofMinutes(90))
                        .resource("gpu", 2)
                        .resource("memory_gb", 0))
            .unit("gen", u -> u.command("make 'all'"))
            .unit(
                "up",
                u -> u.until("./up.sh", new Poll(Duration.ofSeconds(10), 1.5, Duration.ofHours(2))))
            .capacity("gpu", 2)
            .capacity("memory_gb", 16)
            .build();

    assertThat(made)
        .isEqualTo(
            read("""
                    feature: Add CSV export
                    capacities: {gpu: 2, memory_gb: 16}
                    units:
                      - id: model
                        task: Add the row model.
                        files: [src/model/**, "**/pom.xml"]
                        class: lightweight
                        outputs: [schema]
                      - id: writer
                        task: |
                          Write rows as CSV.
                        inputs: [model/schema]
                        outputs: [{name: rows, schema: model/schema}]
                        retries: 3
                        allow_no_change: true
                        strategy: squash
                        separate_checks: true
                        if_needs_fail: run
                        checks: {unit: "mvn -q test -Dtest=CsvTest", port: {command: ./serve, exclusive: true}}
                      - id: docs
                        task: Write the page.
                        depends_on: [model]
                        inputs: [{name: writer/rows, schema: docs/rows.schema.json}]
                        outputs: [{name: page, schema: {enum: ['a"b', -1, 0.5, true, {}]}}]
                        required: false
                      - {id: train, task: Train it., estimate: 1h30m, resources: {gpu: 2, memory_gb: 0}}
                      - {id: gen, kind: command, run: make 'all'}
                      - {id: up, kind: wait, until: ./up.sh, interval: 10s, backoff: 1.5, timeout: 2h}
                    """)
                .plan());
  }

  @Test
  void random_plans_come_back_from_yaml_as_they_were_made() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      Plan made = plan(random);

      PlanReader.Result read = read(made.yaml());

      String name = "plan %d of seed %d:%n%s".formatted(i, SEED, made.yaml());
      assertThat(read.faults()).as(name).isEmpty();
      assertThat(read.plan()).as(name).isEqualTo(made);
    }
  }

  @Test
  void has_the_faults_of_the_same_plan_in_yaml() {
    Plan made =
        Plan.of(" ")
            .unit("a", u -> u.task("T").dependsOn("b").files("/src"))
            .unit("b", u -> u.task("T").dependsOn("a", "c"))
            .unit("b", u -> u.task("T").inputs("a/schema", "d/schema", "schema").retries(-1))
            .unit("B", u -> u.task("T").check(" ", "true").check("x", " ").outputs("a b"))
            .unit("c", u -> {})
            .build();

    assertThat(read(made.yaml()).faults())
        .extracting(Detail::message)
        .containsExactlyInAnyOrderElementsOf(
            read(
                    """
                    feature: " "
                    units:
                      - {id: a, task: T, depends_on: [b], files: [/src]}
                      - {id: b, task: T, depends_on: [a, c]}
                      - {id: b, task: T, inputs: [a/schema, d/schema, schema], retries: -1}
                      - {id: B, task: T, checks: {" ": "true", x: " "}, outputs: [a b]}
                      - {id: c, task: ""}
                    """)
                .faults()
                .stream()
                .map(Detail::message)
                .toList())
        .hasSizeGreaterThan(8);
    assertThat(read(Plan.of("F").build().yaml()).faults())
        .extracting(Detail::message)
        .containsExactly("'units' must be a list of at least one unit");
  }

  private static Plan plan(Random random) {
    Plan.Builder plan = Plan.of("F" + text(random));
    plan.capacity("gpu", 4).capacity("x.y-Z_1", random.nextInt(1_000_000));
    int size = 1 + random.nextInt(8);
    for (int i = 0; i < size; i++) {
      int number = i;
      plan.unit("u" + number, u -> say(u, number, random));
    }
    return plan.build();
  }

  private static void say(PlanUnit unit, int number, Random random) {
    unit.task("t" + text(random)).outputs("a.b", "1.0-" + number);
    if (random.nextBoolean()) {
      unit.files("src/[a-z]?/**", "**/*.x" + number);
    }
    unit.weight(Weight.values()[random.nextInt(3)]);
    for (int i = random.nextInt(3); i > 0 && number > 0; i--) {
      unit.dependsOn("u" + random.nextInt(number));
      unit.inputs("u" + random.nextInt(number) + "/a.b");
    }
    if (random.nextBoolean()) {
      unit.estimate(Duration.ofMillis(random.nextInt(100_000_000))).resource("x.y-Z_1", 0);
    }
    if (random.nextBoolean()) {
      unit.resource("gpu", random.nextInt(5));
    }
    if (random.nextBoolean()) {
      unit.optional().retries(random.nextInt(5));
    }
    if (random.nextBoolean()) {
      unit.allowNoChange().strategy(Strategy.values()[random.nextInt(Strategy.values().length)]);
    }
    if (random.nextBoolean()) {
      unit.separateChecks();
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = CharMatcher.javaIsoControl().removeFrom(i + text(random)).strip();
      unit.check(new Check(name, "c" + text(random), random.nextBoolean()));
    }
  }

  private static String text(Random random) {
    int[] points = " :#-[]{}&*!|>'\"%@`,?\\\t\n\r\u0085\u2028\ufeffaZ09é😀".codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private static PlanReader.Result read(String yaml) {
    return PlanReader.read("plan", yaml.getBytes(StandardCharsets.UTF_8));
  }
}
