package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.forge.PullRequestNews.Approved;
import dev.nightshift.forge.PullRequestNews.ChecksFailed;
import dev.nightshift.forge.PullRequestNews.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs and pipelines of a merge request on GitLab come to, for an approval and for a run. */
@Timeout(120)
class GitLabChecksTest {
  @TempDir private Path root;
  private Shop shop;
  private GitLabServer gitlab;
  private Nightshift nightshift;
  private PullRequestWatch watch;
  private RunReport proposed;
  private String head;
  private String branch;

  @BeforeEach
  void propose() throws IOException, InterruptedException {
    shop = new Shop(root, FakeForge.Kind.GITLAB);
    gitlab = (GitLabServer) shop.server;
    nightshift = shop.engine(shop.requests());
    watch = PullRequestWatch.of(nightshift, shop.requests());
    proposed = Shop.run(nightshift, Shop.task()).report();
    head = proposed.commits().head();
    branch = shop.branch(proposed.runId());
    gitlab.permit("ada", true);
    gitlab.review("ada", "APPROVED", "");
  }

  @AfterEach
  void close() {
    assertThat(gitlab.complaints()).isEmpty();
    nightshift.close();
    shop.close();
  }

  private PullRequestNews look() throws InterruptedException {
    return watch.look(proposed.runId());
  }

  private void pipeline(String commit, String ref, String word) {
    gitlab.state.pipeline(gitlab.state.pipeline(commit, ref, word));
  }

  @ParameterizedTest(name = "a job that is {0}, and may fail: {1}, leaves it {2}")
  @CsvSource({
    "success, false, Approved",
    "skipped, false, Approved",
    "failed, false, ChecksFailed",
    "failed, true, Approved",
    "manual, true, Approved",
    "manual, false, Waiting",
    "canceled, false, Waiting",
    "canceled, true, Waiting",
    "running, false, Waiting",
    "waiting_for_resource, false, Waiting",
    "scheduled, false, Waiting",
    "a_word_of_tomorrow, false, Waiting"
  })
  void onlyJobsThatPassedAreApproved(String word, boolean mayFail, String news) throws Exception {
    gitlab.state.status("build", word, mayFail, null);
    pipeline(head, branch, "success");

    assertThat(look().getClass().getSimpleName()).isEqualTo(news);
  }

  @ParameterizedTest(name = "a pipeline that is {0} leaves it {1}")
  @CsvSource({
    "success, Approved",
    "skipped, Approved",
    "failed, ChecksFailed",
    "canceled, Waiting",
    "manual, Waiting",
    "created, Waiting",
    "a_word_of_tomorrow, Waiting"
  })
  void aPipelineCountsAlsoWhereItHasNoJobs(String word, String news) throws Exception {
    pipeline(head, branch, word);

    assertThat(look().getClass().getSimpleName()).isEqualTo(news);
  }

  @Test
  void aPipelineThatCouldNotBeginSaysWhy() throws Exception {
    gitlab.state.pipeline(
        gitlab
            .state
            .pipeline(head, branch, "failed")
            .with("yaml_errors", "jobs:test config contains unknown keys: scrpt"));

    ChecksFailed news = (ChecksFailed) look();

    assertThat(news.checks()).containsExactly("pipeline");
    assertThat(news.revision().request()).contains("unknown keys: scrpt");
  }

  @Test
  void aPipelineThatIsRedByAJobIsNotNamedBesideIt() throws Exception {
    gitlab.failCheck("build", "no space left");
    gitlab.endChecks();

    assertThat(((ChecksFailed) look()).checks()).containsExactly("build");
  }

  @Test
  void aJobThatWasTriedAgainCountsAsItEndedLast() throws Exception {
    gitlab.failCheck("build", "no space left");
    gitlab.state.status("build", "success", false, null);
    gitlab.endChecks();
    pipeline(head, branch, "success");

    assertThat(look()).isInstanceOf(Approved.class);
  }

  @Test
  void aPipelineOfAnotherCommitIsNoPassOfThisOne() throws Exception {
    pipeline("0123456789012345678901234567890123456789", branch, "success");

    assertThat(((Waiting) look()).why())
        .isEqualTo(
            "1 checks ended neither green nor red ('pipeline of the commit'); a human has to look"
                + " at them there");
  }

  @Test
  void aPipelineOnTheResultOfAMergeIsAboutTheHeadThatItMerged() throws Exception {
    String merged = "0123456789012345678901234567890123456789";
    pipeline(merged, "refs/merge-requests/7/merge", "success");
    assertThat(look()).isInstanceOf(Approved.class);

    pipeline(merged, "refs/merge-requests/7/merge", "failed");
    assertThat(look()).isInstanceOf(ChecksFailed.class);
  }

  @Test
  void aPipelineOnTheResultOfAnEarlierMergeIsNot() throws Exception {
    JsonValue early =
        gitlab.state.pipeline(
            "0123456789012345678901234567890123456789", "refs/merge-requests/7/merge", "success");
    nightshift.revise(proposed.runId(), "say it twice").await();
    gitlab.review("ada", "APPROVED", "");

    gitlab.state.pipeline(early);

    assertThat(((Waiting) look()).why()).contains("pipeline of the commit");
  }
}
