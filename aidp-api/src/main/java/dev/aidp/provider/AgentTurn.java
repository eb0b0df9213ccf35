package dev.aidp.provider;

import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of an agent is asked for.
 *
 * @param agent who is asked, and what it may do
 * @param model the model it shall use, or null for its own default
 * @param session the conversation that the turn belongs to
 * @param prompt what it is told
 * @param place where it works
 * @param bounds when it is ended
 * @param occasion whose turn it is
 */
public record AgentTurn(
    AgentChoice agent,
    @Nullable String model,
    Session session,
    Prompt prompt,
    Place place,
    Bounds bounds,
    Occasion occasion) {

  /**
   * A conversation.
   *
   * @param id of the one to go on with; of a new one what it shall be called, which an agent that
   *     names its sessions itself ignores; always a UUID then
   * @param resumes whether it is an earlier one
   */
  public record Session(String id, boolean resumes) {}

  /**
   * What the agent is told.
   *
   * @param text all of it
   * @param file where it stands, outside the worktree
   */
  public record Prompt(String text, Path file) {}

  /**
   * Where the agent works.
   *
   * @param worktree the files that it changes, a program's current folder
   * @param files a folder of this session outside the worktree, for what the agent keeps or a
   *     program leaves for its reader
   * @param artifacts the folder in which {@code in/UNIT/NAME} are the unit's inputs and {@code
   *     out/NAME} takes its outputs
   */
  public record Place(Path worktree, Path files, Path artifacts) {}

  /**
   * When the turn is ended.
   *
   * @param timeout after this time
   * @param budgetMicroUsd after it has spent this, in millionths of a US dollar; null for no cap;
   *     an agent that cannot be capped ignores it
   */
  public record Bounds(Duration timeout, @Nullable Long budgetMicroUsd) {}

  /**
   * Whose turn it is.
   *
   * @param run the run's id
   * @param unit the unit's id, or empty for the planner
   * @param role what the agent is asked to do
   * @param iteration from 1, anew in each attempt
   * @param attempt from 1
   */
  public record Occasion(String run, String unit, Role role, int iteration, int attempt) {}
}
