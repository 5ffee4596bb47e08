package dev.nightshift.git.internal.runs;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.repository.Publication;
import dev.nightshift.git.internal.repository.RefCompareAndSet;
import dev.nightshift.git.internal.repository.RunRefs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** The refs of a run of an earlier version, which kept plain refs and no record. */
final class EarlierRefs {
  private final Repository repository;
  private final RunId run;

  EarlierRefs(Repository repository, RunId run) {
    this.repository = repository;
    this.run = run;
  }

  /** Returns the tip of its branch, empty if there is none or a branch contains it already. */
  Optional<ObjectId> work() throws IOException {
    ObjectId head = RefCompareAndSet.value(repository, RunRefs.prefix(run) + RunRefs.HEAD);
    return head.equals(ObjectId.zeroId()) || isOnABranch(head)
        ? Optional.empty()
        : Optional.of(head);
  }

  /** Returns how its branch is set to the tip. */
  Publication publication(ObjectId head, PersonIdent who) throws IOException {
    String branch = Publication.nameFor(repository, run.value());
    return new Publication(repository, new WorkspacePlan(run, branch, "", head.name()), who);
  }

  /** Returns what is still there; only git may remove what is in its packed refs. */
  List<String> remarks() throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(RunRefs.prefix(run)).stream()
        .map(Ref::getName)
        .map(ref -> ref + " is packed; remove it: git update-ref -d " + ShellWord.of(ref))
        .toList();
  }

  private boolean isOnABranch(ObjectId head) throws IOException {
    History history = new History(repository);
    for (Ref branch : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
      if (history.isAncestor(head, Trees.commit(repository, branch.getObjectId().name()))) {
        return true;
      }
    }
    return false;
  }
}
