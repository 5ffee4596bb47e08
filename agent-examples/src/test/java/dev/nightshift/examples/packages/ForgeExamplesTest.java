package dev.nightshift.examples.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.forge.Forge;
import dev.nightshift.forge.PullRequests;
import dev.nightshift.forge.gerrit.GerritForge;
import dev.nightshift.forge.github.GitHubForge;
import dev.nightshift.forge.gitlab.GitLabForge;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the descriptions of the packages of forges show. */
class ForgeExamplesTest {
  @TempDir private Path repository;

  /** Where a host keeps its secrets. */
  private interface Vault {
    String githubToken();
  }

  @Test
  void pullRequestsOnGitHub() {
    Vault vault = () -> "sample";

    // region forge.github
    Forge github = GitHubForge.builder("acme/shop").token(vault::githubToken).build();
    PullRequests pullRequests = PullRequests.on(github, repository);
    // endregion

    assertThat(pullRequests.branchOf(RunId.of("run-1"))).isEqualTo("nightshift/run-1");
  }

  @Test
  void mergeRequestsOnGitLab() {
    // region forge.gitlab
    Forge gitlab = GitLabForge.of("acme/web/shop"); // with the token in GITLAB_TOKEN
    PullRequests mergeRequests = PullRequests.on(gitlab, repository);
    // endregion

    assertThat(gitlab).hasToString("gitlab:acme/web/shop");
    assertThat(mergeRequests.branchOf(RunId.of("run-1"))).isEqualTo("nightshift/run-1");
  }

  @Test
  void changesOnGerrit() {
    // region forge.gerrit
    URI server = URI.create("https://review.example.com");
    Forge gerrit = GerritForge.of(server, "acme/shop", repository); // with the account in GERRIT_*
    PullRequests changes = PullRequests.on(gerrit, repository);
    // endregion

    assertThat(gerrit).hasToString("gerrit:acme/shop");
    assertThat(changes.branchOf(RunId.of("run-1"))).isEqualTo("nightshift/run-1");
  }
}
