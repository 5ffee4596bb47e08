package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a proposal whose target can take nothing of it any more. */
class LostTargetTest {
  private static final String NO_SUCH = "0123456789".repeat(4);
  @TempDir private Path root;
  private Workbench bench;

  /**
   * Symptom: the report told a human to merge, which brought back what was taken from the target;
   * of one that became a tag it said that it moved ten times.
   */
  @ParameterizedTest
  @ValueSource(strings = {"rewound", "unrelated", "deleted", "alias", "tag", "blob", "missing"})
  void nobodyIsToldToMergeIntoATargetThatWasTakenAway(String how) throws Exception {
    for (Delivery delivery : new Delivery[] {Delivery.merge(), Delivery.branch()}) {
      try (Workbench made =
          Workbench.bare(root.resolve(how + delivery.hashCode()), Map.of("A.java", "a\n"))) {
        bench = made;
        String before = bench.repository.tip("main");
        String base = bench.repository.commit("main", Map.of("SECRET", "s\n"));

        RunReport report = run(delivery, () -> lose(how, before));

        assertThat(report.reason()).isEqualTo(EndReason.PROPOSED);
        assertThat(report.ending().detail()).doesNotContain("moved", "try later");
        String obstacle = report.place().obstacle();
        assertThat(obstacle).contains("main");
        assertThat(report.toJson()).contains("\"obstacle\"");
        assertThat(report.toMarkdown())
            .doesNotContain("git merge", "git switch", "Take it")
            .contains(
                "git diff " + base + "..." + report.branch(),
                "`git cherry-pick " + base + ".." + report.branch() + "`");
        Files.writeString(bench.repository.directory().resolve("refs/heads/main"), base + "\n");
      }
    }
  }

  private RunReport run(Delivery delivery, Loss loss) throws InterruptedException {
    return bench
        .run(
            Task.builder("Change A").build(),
            StandardPipeline.builder()
                .implementer(
                    assignment -> {
                      byte[] fixed = "fixed\n".getBytes(StandardCharsets.UTF_8);
                      assignment.workspace().files().write("A.java", fixed);
                      return new Outcome.Changed("done");
                    })
                .reviewer(asked -> Review.approved())
                .gate(
                    (candidate, context) -> {
                      loss.happens();
                      return GateResult.passed("tests", "green");
                    })
                .delivery(delivery)
                .build())
        .report();
  }

  /** What somebody does to the target. */
  @FunctionalInterface
  private interface Loss {
    void happens();
  }

  private void lose(String how, String before) {
    Path ref = bench.repository.directory().resolve("refs/heads/main");
    try (Git git = Git.open(bench.repository.directory().toFile())) {
      switch (how) {
        case "rewound" -> Files.writeString(ref, before + "\n");
        case "deleted" -> Files.delete(ref);
        case "alias" -> {
          bench.repository.setRef("refs/heads/other", before);
          Files.writeString(ref, "ref: refs/heads/other\n");
        }
        case "tag" -> {
          ObjectId tag = git.tag().setName("t").setAnnotated(true).call().getObjectId();
          Files.writeString(ref, tag.name() + "\n");
        }
        case "missing" -> Files.writeString(ref, NO_SUCH + "\n");
        case "blob" -> Files.writeString(ref, blob(git.getRepository()) + "\n");
        default -> {
          Files.writeString(ref, orphan(git.getRepository()) + "\n");
        }
      }
    } catch (IOException | GitAPIException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String orphan(Repository repository) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(repository.resolve("main^{tree}"));
      commit.setAuthor(new PersonIdent("dev", "dev@example.org"));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("unrelated");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    }
  }

  private static String blob(Repository repository) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, new byte[] {1});
      inserter.flush();
      return blob.name();
    }
  }
}
