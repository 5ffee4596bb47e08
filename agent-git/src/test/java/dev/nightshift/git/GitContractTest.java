package dev.nightshift.git;

import dev.nightshift.core.testing.WorkspacesContract;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class GitContractTest implements WorkspacesContract.Repository {
  @TempDir private Path root;
  private Workbench bench;

  static Set<String> rules() {
    return WorkspacesContract.rules().keySet();
  }

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, WorkspacesContract.START);
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keeps(String rule) throws Exception {
    WorkspacesContract.rules().get(rule).check(this);
  }

  @Override
  public Workspaces workspaces() {
    return bench.workspaces;
  }

  @Override
  public String commit(String path, String text) {
    return bench.repository.commit("main", Map.of(path, text));
  }

  @Override
  public String delete(String path) {
    return bench.repository.delete("main", path);
  }

  @Override
  public String tip() {
    return bench.repository.tip("main");
  }

  @Override
  public void collectGarbage() {
    bench.collectGarbage();
  }

  @Override
  public Optional<String> commitExecutable(String path, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return Optional.of(bench.repository.commitFile("main", path, content, true));
  }

  @Override
  public Optional<String> commitLink(String path, String to) {
    return Optional.of(bench.repository.commitLink("main", path, to));
  }

  @Override
  public void loseRuns() {
    OpenRuns.forget(bench.repository.directory());
  }

  @Override
  public Optional<String> messageOf(String commit) {
    return Optional.of(bench.repository.message(commit));
  }

  @Override
  public Optional<String> branchTip(String branch) {
    return Optional.of(bench.repository.tip(branch));
  }

  @Override
  public Optional<Workspaces> withoutTarget() {
    return Optional.of(GitWorkspaces.of(Unborn.repository(root.resolve("unborn"))));
  }
}
