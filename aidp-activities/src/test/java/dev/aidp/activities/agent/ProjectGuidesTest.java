package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectGuidesTest {

  @TempDir Path folder;
  private Path top;

  @BeforeEach
  void open() throws Exception {
    top = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(top.resolve("AGENTS.md"), "Use tabs.");
    Files.writeString(top.resolve("CLAUDE.md"), "Use spaces.");
    Files.writeString(top.resolve("STYLE.md"), "Be short.");
  }

  @Test
  void a_program_is_shown_those_files_that_it_does_not_read_by_itself() {
    assertThat(shown(AgentChoice.provider("claude"), 2, null)).containsExactly("AGENTS.md");
    assertThat(shown(AgentChoice.provider("codex"), 2, null)).containsExactly("CLAUDE.md");
    assertThat(shown(AgentChoice.provider("cursor"), 2, null)).isEmpty();
    assertThat(shown(AgentChoice.command("mine"), 2, null))
        .containsExactly("AGENTS.md", "CLAUDE.md");
  }

  @Test
  void a_session_that_goes_on_is_shown_them_again_every_five_iterations() {
    List<Integer> shown = new ArrayList<>();
    for (int iteration = 1; iteration <= 12; iteration++) {
      if (!shown(AgentChoice.command("mine"), iteration, "session").isEmpty()) {
        shown.add(iteration);
      }
    }
    assertThat(shown).containsExactly(1, 6, 11);
  }

  @Test
  void the_style_guide_is_shown_every_five_iterations() {
    assertThat(shown(AgentChoice.provider("cursor"), 1, null)).containsExactly("STYLE.md");
    assertThat(shown(AgentChoice.provider("cursor"), 5, null)).isEmpty();
    assertThat(shown(AgentChoice.provider("cursor"), 6, null)).containsExactly("STYLE.md");
  }

  @Test
  void one_that_only_names_the_other_or_is_the_same_is_shown_once() throws Exception {
    Files.writeString(top.resolve("CLAUDE.md"), "@AGENTS.md\n");
    assertThat(shown(AgentChoice.command("mine"), 2, null)).containsExactly("AGENTS.md");
    Files.delete(top.resolve("CLAUDE.md"));
    Files.createSymbolicLink(top.resolve("CLAUDE.md"), Path.of("AGENTS.md"));
    assertThat(shown(AgentChoice.command("mine"), 2, null)).containsExactly("AGENTS.md");
  }

  @Test
  void a_link_out_of_the_tree_is_not_followed_and_a_megabyte_is_not_read() throws Exception {
    Files.writeString(folder.resolve("secret"), "outside");
    Files.delete(top.resolve("AGENTS.md"));
    Files.createSymbolicLink(top.resolve("AGENTS.md"), Path.of("../secret"));
    Files.writeString(top.resolve("CLAUDE.md"), "é".repeat(1 << 20));

    List<ProjectGuides.Guide> guides =
        ProjectGuides.of(request(AgentChoice.command("mine"), 2, null), top, null);

    assertThat(guides).extracting(ProjectGuides.Guide::file).containsExactly("CLAUDE.md");
    assertThat(guides.get(0).text()).hasSizeLessThan(70_000);
  }

  private List<String> shown(AgentChoice agent, int iteration, String session) {
    return ProjectGuides.of(request(agent, iteration, session), top, "STYLE.md").stream()
        .map(ProjectGuides.Guide::file)
        .filter(file -> session == null || !file.equals("STYLE.md"))
        .toList();
  }

  private static TurnRequest request(AgentChoice agent, int iteration, String session) {
    return new TurnRequest(
        new Work("run", 1, "unit", 1),
        Role.CODER,
        iteration,
        new TurnRequest.Asked(agent, null, session, false),
        new TurnRequest.Bounds(Duration.ofMinutes(1), Budget.NONE),
        new TreeState("tree", "head"),
        new PromptContext("ref", "", ImmutableList.of(), null),
        TurnRequest.Artifacts.NONE);
  }
}
