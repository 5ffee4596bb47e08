package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A branch and a target that have merged each other, so that there are two best ancestors. */
class CrissCrossTest {
  @TempDir private Path root;

  @Test
  void landsOverSeveralMergeBases() throws InterruptedException {
    try (Workbench bench = Workbench.bare(root, Map.of("a", "a\n", "b", "b\n"));
        ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "a", "branch\n");
      String early = Workbench.commit(workspace);
      bench.repository.commit("main", Map.of("b", "main\n"));
      workspace.refresh();
      Workbench.commit(workspace);
      MergeCandidate crossing = bench.clean("r1", early);
      assertThat(bench.land("r1", crossing)).isInstanceOf(Landing.Landed.class);
      Workbench.write(workspace, "c", "more\n");
      String head = Workbench.commit(workspace);
      String tip = bench.repository.commit("main", Map.of("d", "other\n"));

      MergeCandidate candidate = bench.clean("r1", head);

      assertThat(candidate.targetCommit()).isEqualTo(tip);
      assertThat(bench.repository.files(candidate.mergeCommit()))
          .containsOnlyKeys("a", "b", "c", "d");
      assertThat(bench.land("r1", candidate)).isInstanceOf(Landing.Landed.class);
      Workbench.write(workspace, "d", "conflict\n");
      Merge conflict = bench.queue().candidate(RunId.of("r1"), Workbench.commit(workspace));
      assertThat(conflict).isInstanceOf(Merge.Conflicted.class);
    }
  }
}
