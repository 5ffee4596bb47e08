package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is sent back publishes on the branch that people know. */
class RepublishedTest {
  @TempDir private Path root;

  /**
   * Symptom: the branch of a run that was sent back stayed at its old commit, beside a second one.
   */
  @Test
  void oneCommitInPlaceOfItsRoundsIsReplacedByTheNextOne() {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "v0\n"));
        ManagedWorkspace run = bench.open("r1")) {
      MergeCandidate first = twoRounds(bench, run, "v1\n", "v2\n");
      assertThat(first.broughtCommit()).isNotEqualTo(first.headCommit());
      String branch = run.publish(first);

      MergeCandidate second = twoRounds(bench, run, "v3\n", "v4\n");

      assertThat(run.publish(second)).isEqualTo(branch);
      assertThat(bench.repository.tip(branch)).isEqualTo(second.broughtCommit());
    }
  }

  @Test
  void whatSomebodyAddedToTheBranchIsNotReplaced() {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "v0\n"));
        ManagedWorkspace run = bench.open("r1")) {
      String branch = run.publish(twoRounds(bench, run, "v1\n", "v2\n"));
      String added = bench.repository.commit(branch, Map.of("MINE", "yes\n"));

      String other = run.publish(twoRounds(bench, run, "v3\n", "v4\n"));

      assertThat(other).isEqualTo(branch + "-2");
      assertThat(bench.repository.tip(branch)).isEqualTo(added);
    }
  }

  private static MergeCandidate twoRounds(
      Workbench bench, ManagedWorkspace run, String one, String two) {
    Workbench.write(run, "A.java", one);
    Workbench.commit(run);
    Workbench.write(run, "A.java", two);
    return bench.clean("r1", Workbench.commit(run));
  }
}
