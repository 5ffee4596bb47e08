package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only earlier rounds held was shown to no gate and no reviewer of what lands. */
class UnshownHistoryTest {
  private static final String SECRET = "password=hunter2\n";
  @TempDir private Path root;

  /** Writes a secret in the first round and removes it in the second. */
  private static Outcome implement(Assignment assignment) {
    boolean first = assignment.feedback() instanceof Feedback.None;
    if (first) {
      write(assignment, "secret.txt", SECRET);
    } else {
      assignment.workspace().files().delete("secret.txt");
    }
    write(assignment, "A.java", first ? "half\n" : "fixed\n");
    return new Outcome.Changed("done");
  }

  private static void write(Assignment assignment, String path, String text) {
    assignment.workspace().files().write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static RunResult run(Workbench bench, Delivery delivery) throws InterruptedException {
    return bench.run(
        Task.builder("Change A").build(),
        StandardPipeline.builder()
            .implementer(UnshownHistoryTest::implement)
            .reviewer(request -> new Review.Approved(List.of(), List.of()))
            .gate(
                (candidate, context) ->
                    context.change().files().size() > 1
                        ? GateResult.failed("clean", "there is a secret")
                        : GateResult.passed("clean", "ok"))
            .delivery(delivery)
            .build());
  }

  /** Tells whether a content is reachable from a branch. */
  private static boolean holds(TemporaryRepository repository, String branch, String content)
      throws IOException {
    ObjectId wanted =
        new ObjectInserter.Formatter()
            .idFor(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
    try (Git git = Git.open(repository.directory().toFile());
        ObjectWalk walk = new ObjectWalk(git.getRepository())) {
      walk.markStart(walk.parseCommit(git.getRepository().resolve(branch)));
      while (walk.next() != null) {
        // The files come after the commits.
      }
      for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
        if (object.equals(wanted)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void secretOfAnEarlierRoundDoesNotLandInTheHistory() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      RunResult result = run(bench, Delivery.merge());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(bench.repository.read(bench.repository.tip("main"), "A.java"))
          .isEqualTo("fixed\n");
      assertThat(holds(bench.repository, "main", SECRET)).isFalse();
      assertThat(holds(bench.repository, "main", "half\n")).isFalse();
      String brought = result.report().commits().head();
      assertThat(bench.repository.parents(bench.repository.tip("main"))).contains(brought);
      assertThat(bench.repository.message(brought)).startsWith("Change A\n\nNightshift-Run: ");
    }
  }

  @Test
  void secretOfAnEarlierRoundIsNotOnAProposedBranch() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      RunResult result = run(bench, Delivery.branch());

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      String branch = result.report().branch();
      assertThat(bench.repository.read(bench.repository.tip(branch), "A.java"))
          .isEqualTo("fixed\n");
      assertThat(holds(bench.repository, branch, SECRET)).isFalse();
      assertThat(result.report().commits().head()).isEqualTo(bench.repository.tip(branch));
    }
  }

  @Test
  void roundsThatOnlyAddLandAsTheyAre() {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "B.java", "b\n");
      String first = Workbench.commit(workspace);
      Workbench.write(workspace, "C.java", "c\n");
      String second = Workbench.commit(workspace);

      MergeCandidate candidate = bench.clean("r1", second);

      assertThat(candidate.broughtCommit()).isEqualTo(second);
      assertThat(bench.repository.parents(second)).containsExactly(first);
    }
  }

  @Test
  void roundsWithAMergedTargetBecomeOneCommitOnIt() {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", "half\n");
      Workbench.commit(workspace);
      String moved = bench.repository.commit("main", Map.of("B.java", "b\n"));
      workspace.refresh();
      Workbench.write(workspace, "A.java", "fixed\n");
      String head = Workbench.commit(workspace);

      MergeCandidate candidate = bench.clean("r1", head);

      assertThat(bench.repository.parents(candidate.broughtCommit())).containsExactly(moved);
      assertThat(bench.repository.tree(candidate.broughtCommit()))
          .isEqualTo(bench.repository.tree(head));
      assertThat(bench.repository.parents(candidate.mergeCommit()))
          .containsExactly(moved, candidate.broughtCommit());
      assertThat(bench.clean("r1", head)).isEqualTo(candidate);
      bench.collectGarbage();
      assertThat(bench.clean("r1", head)).isEqualTo(candidate);
    }
  }
}
