package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.evidence.Evidence.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Evidence in the object store, by the commit it is of: {@code refs/aidp/_evidence/KIND/COMMIT}
 * points to a blob. No run can have that name, so no run's end removes it; a ref for each commit
 * needs no merging when it is fetched, as a note would.
 */
public final class EvidenceRefs {

  /** Where they are. */
  public static final String FOLDER = "refs/aidp/_evidence/";

  private final Git git;
  private final Refs refs;
  private final Objects objects;

  /** Makes them for the repository of {@code layout}. */
  public EvidenceRefs(Layout layout) {
    this.git = Git.in(layout.gitDir());
    this.refs = new Refs(git);
    this.objects = new Objects(git);
  }

  /** Keeps {@code text}; what was kept for the commit before is replaced. */
  public void keep(Kind kind, String commit, String text) {
    String blob = objects.write("blob", text.getBytes(StandardCharsets.UTF_8));
    refs.update(List.of("update " + ref(kind, commit) + " " + blob));
  }

  /** Returns what is kept, or empty. */
  public Optional<String> read(Kind kind, String commit) {
    return refs.get(ref(kind, commit)).map(blob -> git.done("cat-file", "blob", blob).text());
  }

  /** Returns the tree of {@code commit}, or empty if there is no such commit here. */
  public Optional<String> tree(String commit) {
    return objects.resolve(commit + "^{tree}").get(0);
  }

  /** Returns whether Aidp's own trailer says that the commit came of a merge. */
  public boolean merged(String commit) {
    return new Branches(git).effect(commit).contains("/_merge.");
  }

  /** Returns the ref of a commit's evidence. */
  public static String ref(Kind kind, String commit) {
    return FOLDER + kind.wireName() + "/" + commit;
  }
}
