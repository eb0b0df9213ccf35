package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random sequences of git commands that an agent may run in its worktree, as a shell script. Each
 * may fail; the next is tried all the same.
 */
final class GitCommands {

  private static final int FEWEST = 4;
  private static final int MOST = 10;

  /** Which repository a hook or a careless agent names to git by environment. */
  private static final String AS_IN_A_HOOK =
      "GIT_DIR=\"$(git rev-parse --absolute-git-dir)\" GIT_INDEX_FILE=\"$(git rev-parse --git-path index)\" ";

  private static final ImmutableList<String> STASH =
      ImmutableList.of(
          "git stash pop",
          "git stash push -u -m mine",
          "git stash push -m mine -- a.txt",
          "git stash drop",
          "git stash clear",
          "git stash apply 'stash@{0}'",
          "git stash branch from-stash");

  private static final ImmutableList<String> SETTINGS =
      ImmutableList.of(
          "git config core.bare true",
          "git config core.worktree /nowhere",
          "git config user.name Robot",
          "git config --unset user.email",
          "git config core.hooksPath /nowhere",
          "git config core.autocrlf true",
          "git config extensions.worktreeConfig true",
          "git config --worktree core.bare true",
          "git config core.sharedRepository all",
          "git config core.repositoryFormatVersion 9",
          "git config --remove-section user",
          "git config receive.denyCurrentBranch ignore",
          "git remote add other /nowhere",
          "git remote set-url origin /nowhere",
          "git remote rename origin upstream",
          "git remote remove origin",
          "echo garbage >> \"$(git rev-parse --git-path config)\"");

  private static final ImmutableList<String> OBJECTS =
      ImmutableList.of(
          "git gc -q --prune=now",
          "git prune --expire=now",
          "git repack -q -a -d",
          "git repack -q -A -d --unpack-unreachable=now",
          "git reflog expire --all --expire=now --expire-unreachable=now",
          "git pack-refs --all --prune",
          "git prune-packed",
          "git worktree prune --expire=now",
          "git maintenance run --task=gc",
          "git lfs prune",
          "rm -rf \"$(git rev-parse --git-path objects)/pack\"");

  private static final ImmutableList<String> REFS =
      ImmutableList.of(
          "git branch -f topic HEAD",
          "git branch -D topic",
          "git branch -D merged",
          "git branch -m topic renamed",
          "git branch -M main trunk",
          "git branch -f main HEAD~1",
          "git branch -u origin/main",
          "git checkout topic",
          "git checkout -f -B topic",
          "git checkout --ignore-other-worktrees main",
          "git switch -c agent/own",
          "git switch --discard-changes main",
          "git switch --orphan lonely",
          "git tag -f v1 HEAD",
          "git tag -d v1",
          "git tag -a -m x v2",
          "git update-ref refs/heads/main HEAD~1",
          "git update-ref -d refs/heads/topic",
          "git update-ref -d refs/stash",
          "git symbolic-ref HEAD refs/heads/topic",
          "git symbolic-ref refs/heads/alias refs/heads/main",
          "git notes add -f -m note",
          "git replace -f HEAD HEAD~1",
          "git reset -q --hard HEAD~1",
          "git reset -q --soft HEAD~1",
          "git rebase -q HEAD~1",
          "git cherry-pick topic",
          "git merge -q --no-edit topic",
          "git merge --abort",
          "git bisect start HEAD HEAD~1",
          "git fetch -q origin",
          "git fetch -q --prune --tags origin '+refs/heads/*:refs/heads/*'",
          "git fetch -q --unshallow",
          "git pull -q --rebase origin main");

  private static final ImmutableList<String> PLACES =
      ImmutableList.of(
          "git -c protocol.file.allow=always submodule update -q --init --recursive",
          "git submodule deinit -f --all",
          "git -c protocol.file.allow=always submodule -q add \"$LIBRARY\" other",
          "git submodule sync",
          "(cd lib && git commit -q --allow-empty -m inside)",
          "git rm -q -f lib",
          "git worktree add -q ../beside-$$ -b beside-$$",
          "git worktree add -q --detach ./nested",
          "git worktree remove --force ./nested",
          "git worktree prune",
          "git worktree lock .",
          "git worktree list --porcelain",
          "git worktree repair",
          "mkdir -p inner && git -C inner init -q && git -C inner commit -q --allow-empty -m inner",
          "git clone -q . inner-clone",
          "git init -q",
          "git init -q --bare",
          "git init -q --separate-git-dir ./elsewhere",
          AS_IN_A_HOOK + "git init -q",
          AS_IN_A_HOOK + "git init -q --bare .",
          "(" + AS_IN_A_HOOK + "; export GIT_DIR; cd /tmp && git init -q)",
          AS_IN_A_HOOK + "git -C / config core.bare true");

  private static final ImmutableList<String> FILES =
      ImmutableList.of(
          "echo edit $$ >> a.txt",
          "echo new > new-$$.txt; git add -N new-$$.txt",
          "rm -f b.txt",
          "git add -A; git commit -q -m mine",
          "git commit -q -a --amend --no-edit",
          "git rm -q -f b.txt",
          "git mv a.txt moved.txt",
          "git clean -q -x -f -d",
          "git clean -q -f -f -d",
          "git checkout -q -- .",
          "git restore --source=HEAD~1 .",
          "git sparse-checkout set --no-cone docs",
          "git sparse-checkout disable",
          "git update-index --skip-worktree a.txt; echo hidden >> a.txt",
          "git update-index --assume-unchanged b.txt; echo hidden >> b.txt",
          "git update-index --split-index",
          "git update-index --untracked-cache",
          "echo '*.txt' >> \"$(git rev-parse --git-path info/exclude)\"",
          "echo '*.txt eol=crlf' >> \"$(git rev-parse --git-path info/attributes)\"",
          "rm -f \"$(git rev-parse --git-path index)\"",
          "touch \"$(git rev-parse --git-path index)\".lock",
          "rm -rf .git",
          "rm -rf \"$(git rev-parse --absolute-git-dir)\"",
          hook("pre-commit"),
          hook("post-checkout"),
          hook("reference-transaction"));

  private static final ImmutableList<ImmutableList<String>> KINDS =
      ImmutableList.of(STASH, SETTINGS, OBJECTS, REFS, PLACES, FILES);

  private GitCommands() {}

  /** Returns the commands of {@code seed}. */
  static List<String> sequence(long seed) {
    Random random = new Random(seed);
    List<String> commands = new ArrayList<>();
    for (int n = FEWEST + random.nextInt(MOST - FEWEST + 1); n > 0; n--) {
      ImmutableList<String> kind = KINDS.get(random.nextInt(KINDS.size()));
      commands.add(kind.get(random.nextInt(kind.size())));
    }
    return commands;
  }

  /** Returns them as a script that goes on whatever fails, in {@code sh}. */
  static String script(List<String> commands) {
    StringBuilder script = new StringBuilder("exec </dev/null\n");
    commands.forEach(command -> script.append("{ ").append(command).append("; } || :\n"));
    return script.toString();
  }

  private static String hook(String name) {
    return "h=\"$(git rev-parse --git-path hooks)/"
        + name
        + "\" && mkdir -p \"${h%/*}\" && printf '#!/bin/sh\\nexit 1\\n' > \"$h\" && chmod +x \"$h\"";
  }
}
