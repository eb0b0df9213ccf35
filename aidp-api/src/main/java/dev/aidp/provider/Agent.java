package dev.aidp.provider;

/**
 * An agent that is code of this process: an application's own, a library's chat model, an HTTP API.
 * It is named like a program ({@code AgentChoice.provider("mine")}, or in a chain of several) and
 * its turns are treated like those of one: recorded once, charged to the budget, passed on to the
 * next of its chain while it is limited.
 *
 * <pre>{@code
 * Agent mine = (turn, listener) -> {
 *   Files.writeString(turn.place().worktree().resolve("new.txt"), model.chat(turn.prompt().text()));
 *   return AgentReply.complete("new.txt is written.");
 * };
 * }</pre>
 *
 * <p><b>Threads.</b> Each turn is taken on a thread of its own, many at the same time: an agent
 * must be safe for use by many threads. Whatever a turn has started must have ended when it
 * returns.
 *
 * <p><b>Ending.</b> A turn that shall stop, because it was cancelled or took longer than {@link
 * AgentTurn.Bounds#timeout()}, hears of it by an interrupt of its thread; let the {@link
 * InterruptedException} pass. One that has not returned some seconds after that ({@link
 * dev.aidp.run.Defaults#KILL_GRACE}) is left behind and has failed for good: two turns must never
 * work in one worktree. That a turn is alive need not be said: long silence is fine.
 *
 * <p><b>After a crash</b> a turn under way is taken again, with its worktree as it was when it
 * began. {@link AgentTurn.Session#resumes()} says whether it goes on with a session that an earlier
 * turn or an earlier start of this one has told; an agent that keeps no sessions tells none.
 */
@FunctionalInterface
public interface Agent {

  /**
   * Takes a turn: changes files in {@link AgentTurn.Place#worktree()} and says what it has done.
   * The tree that is there afterwards is recorded; if the turn failed, it is put back.
   *
   * @param listener hears what people may follow
   * @return what it says; a failure is a value here too
   * @throws InterruptedException if its thread was interrupted
   * @throws Exception if the turn failed. Unless its text tells more (a limit, a login), it is
   *     taken for something that may not happen again, and the turn is repeated a few times. {@link
   *     dev.aidp.failure.StepFailedException} says itself what it is; an {@link
   *     dev.aidp.failure.UnusableException} leaves the run interrupted; an {@link Error} is final.
   */
  AgentReply turn(AgentTurn turn, AgentListener listener) throws Exception;
}
