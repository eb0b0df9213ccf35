package dev.aidp.activities.agent;

/** What a planner is told of the form of a plan. */
final class PlanFormat {

  static final String TEXT =
      """
      Print a plan as YAML in one fenced block that begins with three backticks and `yaml`. Units run in parallel, each by
      one agent in a worktree of its own that starts with the work of the units it depends on, and are merged afterwards.
      Make each unit small enough for one agent and whole enough to be checked by itself. Per unit:

      - `id`: unique; lower-case letters, digits, `-` and `_`
      - `task`: all that its agent needs to know, since it sees nothing else
      - `files`: globs of the files that it writes (`**`, `*`, `?`); units whose files overlap do not run side by side
      - `depends_on`: ids of units whose work it needs; no cycles
      - `outputs`: names of files that it leaves for others; `inputs`: such files as `UNIT/NAME`
        either may be `{name: …, schema: …}`: JSON or YAML that a JSON Schema must allow, which is such a file as
        `UNIT/NAME`, a file of the repository, or stands there
      - `class`: lightweight, standard or heavyweight; `required`: false if the feature can do without it
      - `kind`: feature, for what is too large for one agent and cannot be cut up well yet: it is planned like this one,
        as units of its own, once what it depends on is done
      - `checks`: commands, by name, that must exit 0 on its work, besides those of the run

      Only `id` and `task` must be there. No other key, no anchor, alias or tag; quote a glob that begins with `*`.""";

  static final String EXAMPLE =
      """
      feature: Add CSV export
      units:
        - id: model
          task: Add the row model in src/model.
          files: [src/model/**]
          class: lightweight
          outputs: [schema]
        - id: writer
          task: Write rows as CSV, by the schema of the model.
          files: ["src/csv/**"]
          depends_on: [model]
          inputs: [model/schema]
          checks: {unit: "make test-csv"}
      """;

  private PlanFormat() {}
}
