package dev.aidp.provider;

import dev.aidp.run.AgentChoice;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of a program is asked for.
 *
 * @param agent who is asked, and what it may do
 * @param model the model it shall use, or null for its own default
 * @param session the conversation that the turn belongs to
 * @param prompt what it is told
 * @param place where it works
 * @param bounds when it is ended
 */
public record Order(
    AgentChoice agent,
    @Nullable String model,
    Session session,
    Prompt prompt,
    Place place,
    Bounds bounds) {

  /**
   * A conversation.
   *
   * @param id of the one to go on with; of a new one what it shall be called, which a program that
   *     names its sessions itself ignores; always a UUID then
   * @param resumes whether it is an earlier one
   */
  public record Session(String id, boolean resumes) {}

  /**
   * What the program is told.
   *
   * @param text all of it
   * @param file where it stands, outside the worktree
   */
  public record Prompt(String text, Path file) {}

  /**
   * Where the program works.
   *
   * @param worktree its current folder
   * @param files a folder of this session outside the worktree, for what the program keeps or
   *     leaves for its reader
   */
  public record Place(Path worktree, Path files) {}

  /**
   * When the program is ended.
   *
   * @param timeout after this time
   * @param budgetMicroUsd after it has spent this, in millionths of a US dollar; null for no cap; a
   *     program that cannot be capped ignores it
   */
  public record Bounds(Duration timeout, @Nullable Long budgetMicroUsd) {}

  /** Returns the same order in another session. */
  public Order in(Session other) {
    return new Order(agent, model, other, prompt, place, bounds);
  }
}
