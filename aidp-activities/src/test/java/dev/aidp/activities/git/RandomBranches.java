package dev.aidp.activities.git;

import java.util.Random;

/**
 * A script that makes branches {@code b0} … with random work of every kind that git knows, some on
 * the tip of {@code main}, some on an older commit, some on each other.
 */
final class RandomBranches {

  private static final String BASE =
      """
      git config merge.keep.driver true
      mkdir -p src lib/deep lib/other sub dos
      for n in 0 1 2 3 4; do seq 1 40 > src/a$n.txt; done
      for n in 0 1 2; do seq 1 9 > lib/deep/d$n; done
      seq 1 9 > lib/other/o0
      printf 'one\\r\\ntwo\\r\\nthree\\r\\n' > crlf.raw
      printf 'one\\r\\ntwo\\r\\nthree\\r\\n' > dos/a.dos
      printf 'x\\0y' > data.bin
      ln -s src/a0.txt link
      printf '#!/bin/sh\\n' > run.sh; chmod +x run.sh
      printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\nsize 1\\n' > big.lfs
      printf 'start\\n' > CHANGES
      printf 'start\\n' > kept.cfg
      printf '[submodule "sub"]\\n\\tpath = sub\\n\\turl = ../sub\\n' > .gitmodules
      printf 'CHANGES merge=union\\nkept.cfg merge=keep\\n*.lfs filter=lfs diff=lfs merge=lfs -text\\n*.dos text eol=crlf\\n' > .gitattributes
      git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,sub
      git add -A; git commit -q -m base; git tag older
      seq 5 60 > src/late.txt; sed -i 's/^7$/seven/' src/a4.txt
      git add -A; git commit -q -m later; git branch -f main-line
      """;

  private final Random random;
  private final StringBuilder script = new StringBuilder(BASE);
  private final boolean dependent;

  RandomBranches(long seed, boolean dependent) {
    this.random = new Random(seed);
    this.dependent = dependent;
  }

  String script(int branches) {
    for (int i = 0; i < branches; i++) {
      script.append("git checkout -q --detach ").append(start(i)).append('\n');
      int commits = 1 + random.nextInt(3);
      for (int j = 0; j < commits; j++) {
        commit(i, j);
      }
      script.append("git branch b").append(i).append('\n');
    }
    return script.append("git checkout -q main\n").toString();
  }

  private String start(int branch) {
    int kind = random.nextInt(10);
    return dependent && kind < 3 && branch > 0
        ? "b" + random.nextInt(branch)
        : kind < 5 ? "older" : "main-line";
  }

  private void commit(int branch, int nth) {
    int works = 1 + random.nextInt(2);
    for (int i = 0; i < works; i++) {
      script.append(work(branch)).append(" || true\n");
    }
    String author = random.nextInt(3) == 0 ? "Jörg Ü <j@example.com>" : "Bo <bo@example.com>";
    String body =
        switch (random.nextInt(4)) {
          case 0 -> "\n\nWhy: because.\n\nSigned-off-by: Bo <bo@example.com>";
          case 1 -> "\n\nSome more: Ä\n\n  indented";
          default -> "";
        };
    script.append("mkdir -p sub; git add -A\n");
    script
        .append("GIT_AUTHOR_DATE='17000")
        .append(10_000 + random.nextInt(80_000))
        .append(" +0130' GIT_COMMITTER_DATE='17000")
        .append(10_000 + random.nextInt(80_000))
        .append(" +0000' git commit -q --allow-empty --author='")
        .append(author)
        .append("' -m 'b" + branch + ": step " + nth + body + "'\n");
  }

  private String work(int branch) {
    int n = random.nextInt(5);
    int line = 1 + random.nextInt(40);
    return switch (random.nextInt(22)) {
      case 0, 1, 2 -> "sed -i '" + line + "s/$/ b" + branch + "/' src/a" + n + ".txt";
      case 3, 4 -> "echo b" + branch + " > src/only" + branch + "-" + n + ".txt";
      case 5 -> "echo b" + branch + " >> CHANGES";
      case 6 -> "echo b" + branch + " > kept.cfg";
      case 7 -> "echo same > src/same" + n;
      case 8 -> "git rm -qf src/a" + n + ".txt";
      case 9 -> "git mv src/a" + n + ".txt src/moved" + branch + ".txt";
      case 10 -> "git mv src/a" + n + ".txt m.txt && sed -i '" + line + "s/$/ moved/' m.txt";
      case 11 -> "git mv lib/deep lib/renamed" + random.nextInt(2);
      case 12 -> "git mv lib library";
      case 13 -> "echo b" + branch + " > lib/deep/new" + branch;
      case 14 -> "mkdir -p lib/other/x && echo b" + branch + " > lib/other/x/y" + n;
      case 15 -> "if [ -x run.sh ]; then chmod -x run.sh; else chmod +x src/a" + n + ".txt; fi";
      case 16 -> "ln -sfn src/a" + n + ".txt link";
      case 17 -> "printf 'z\\0" + branch + "' > data" + (n == 0 ? "" : n) + ".bin";
      case 18 -> "sed -i 's/two/two " + branch + "/' " + (n < 3 ? "crlf.raw" : "dos/a.dos");
      case 19 ->
          n < 2
              ? "sed -i 's/sha256:.*/sha256:" + branch + "/' big.lfs"
              : "git update-index --add --cacheinfo 160000,"
                  + String.valueOf(2 + n % 3).repeat(40)
                  + ",sub";
      case 20 ->
          n < 3
              ? "echo 'src/a" + n + ".txt merge=union' >> .gitattributes"
              : "echo 'd* merge=union' > lib/deep/.gitattributes";
      default ->
          n < 2
              ? "{ rm src/a"
                  + n
                  + ".txt && mkdir src/a"
                  + n
                  + ".txt && echo x > src/a"
                  + n
                  + ".txt/inside; }"
              : "printf b" + branch + " > \"$(printf 'odd \\377\\n\"x" + n + "')\"";
    };
  }
}
