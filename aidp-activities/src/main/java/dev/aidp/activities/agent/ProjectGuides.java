package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import dev.aidp.agent.TurnRequest;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the project asks of agents: its files for them, as far as the agent's program does not read
 * them by itself, and its style guide. A new session is shown the files, any is shown all of it
 * every few iterations.
 */
final class ProjectGuides {

  /** A file and what it says. */
  record Guide(String file, String text) {}

  private static final ImmutableList<String> FILES = ImmutableList.of("AGENTS.md", "CLAUDE.md");

  /** Which of the files each program reads by itself. */
  private static final ImmutableSetMultimap<String, String> READ =
      ImmutableSetMultimap.<String, String>builder()
          .put("claude", "CLAUDE.md")
          .put("codex", "AGENTS.md")
          .put("copilot", "AGENTS.md")
          .putAll("cursor", "AGENTS.md", "CLAUDE.md")
          .put("opencode", "AGENTS.md")
          .put("kilocode", "AGENTS.md")
          .build();

  /** More of a file is never read, in bytes: a prompt holds less. */
  private static final int MOST = 64 * 1024;

  private ProjectGuides() {}

  /**
   * Returns what the prompt of {@code request} shows.
   *
   * @param top where its tree is checked out
   * @param style the path of the style guide from there, or null without one
   */
  static ImmutableList<Guide> of(TurnRequest request, Path top, @Nullable String style) {
    if (request.role() != Role.CODER) {
      return ImmutableList.of();
    }
    boolean again = request.iteration() % Defaults.GUIDE_EVERY == 1;
    String agent = request.asked().agent().provider();
    List<Guide> guides = new ArrayList<>();
    if (again || request.asked().session() == null) {
      FILES.stream()
          .filter(file -> !READ.containsEntry(agent, file))
          .forEach(file -> add(guides, top, file));
    }
    if (again && style != null) {
      add(guides, top, style);
    }
    return ImmutableList.copyOf(guides);
  }

  /** The same may be there by two names, and one may only name the other. */
  private static void add(List<Guide> guides, Path top, String file) {
    Optional<String> text = read(top, file);
    if (text.isPresent()
        && !text.get().isBlank()
        && !text.get().strip().equals("@AGENTS.md")
        && guides.stream().noneMatch(each -> each.text().equals(text.get()))) {
      guides.add(new Guide(file, text.get()));
    }
  }

  /** A link may lead to another file of the tree, and nowhere else. */
  private static Optional<String> read(Path top, String file) {
    try {
      Path real = top.resolve(file).toRealPath();
      if (!real.startsWith(top.toRealPath()) || !Files.isRegularFile(real)) {
        return Optional.empty();
      }
      try (InputStream bytes = Files.newInputStream(real)) {
        return Optional.of(new String(bytes.readNBytes(MOST), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
