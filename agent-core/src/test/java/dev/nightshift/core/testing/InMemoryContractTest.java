package dev.nightshift.core.testing;

import dev.nightshift.core.workspace.Workspaces;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class InMemoryContractTest implements WorkspacesContract.Repository {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(WorkspacesContract.START);

  static Set<String> rules() {
    return WorkspacesContract.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keeps(String rule) throws Exception {
    WorkspacesContract.rules().get(rule).check(this);

    workspaces.assertNothingOpen();
  }

  @Override
  public Workspaces workspaces() {
    return workspaces;
  }

  @Override
  public String commit(String path, String text) {
    return workspaces.advanceTarget(Map.of(path, text));
  }

  @Override
  public String delete(String path) {
    return workspaces.deleteOnTarget(path);
  }

  @Override
  public String tip() {
    return workspaces.targetCommit();
  }

  @Override
  public Optional<String> messageOf(String commit) {
    return Optional.of(workspaces.messageOf(commit));
  }

  @Override
  public Optional<String> branchTip(String branch) {
    return Optional.ofNullable(workspaces.branches().get(branch));
  }

  @Override
  public Optional<Workspaces> withoutTarget() {
    return Optional.of(InMemoryWorkspaces.unborn());
  }
}
