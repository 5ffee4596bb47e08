package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.forge.PullRequestNews.Approved;
import dev.nightshift.forge.PullRequestNews.ChangeRequested;
import dev.nightshift.forge.PullRequestNews.ChecksFailed;
import dev.nightshift.forge.PullRequestNews.Closed;
import dev.nightshift.forge.PullRequestNews.Merged;
import dev.nightshift.forge.PullRequestNews.Waiting;
import dev.nightshift.forge.gerrit.GerritForge;
import dev.nightshift.git.CommitHeader;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import dev.nightshift.git.SquashedCommits;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose changes are on a real Gerrit; {@code mvn -Pgerrit} asks for it. */
@Timeout(180)
class RealGerrit {
  private static final AtomicInteger PROJECTS = new AtomicInteger();
  @TempDir private static Path site;
  private static GerritProcess gerrit;

  @TempDir private Path root;
  private final String project = "shop/" + PROJECTS.incrementAndGet();
  private TemporaryRepository local;
  private PullRequests requests;
  private Nightshift nightshift;

  @BeforeAll
  static void startGerrit() throws Exception {
    gerrit = new GerritProcess(site);
  }

  @AfterAll
  static void stopGerrit() {
    gerrit.close();
  }

  @BeforeEach
  void openProject() throws Exception {
    local = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
    gerrit.project(encoded(), local);
    requests = PullRequests.on(gerrit.forge(project, local.directory()), local.directory());
    nightshift = engine(requests);
  }

  @AfterEach
  void closeProject() {
    nightshift.close();
    local.close();
  }

  private String encoded() {
    return project.replace("/", "%2F");
  }

  private Nightshift engine(PullRequests delivery) {
    return Shop.engine(
        local.directory(), root.resolve("ws"), root.resolve("state"), delivery, Shop::implement);
  }

  private RunReport run() throws InterruptedException {
    RunReport report = Shop.run(nightshift, Shop.task()).report();
    assertThat(report.link()).as("%s", report.ending().detail()).isPresent();
    return report;
  }

  private PullRequest request(RunId run) throws InterruptedException {
    return requests.forge().find(requests.branchOf(run)).orElseThrow();
  }

  private JsonValue change(RunId run) throws Exception {
    String path = "/changes/" + request(run).id() + "?o=ALL_REVISIONS&o=CURRENT_COMMIT";
    return gerrit.does("rita", "GET", path, "");
  }

  private void votes(String user, RunId run, String vote) throws Exception {
    reviews(user, run, "{\"labels\":{%s}}".formatted(vote));
  }

  private void reviews(String user, RunId run, String review) throws Exception {
    String path = "/changes/" + request(run).id() + "/revisions/current/review";
    gerrit.does(user, "POST", path, review);
  }

  private PullRequestNews look(RunId run) throws InterruptedException {
    return PullRequestWatch.of(nightshift, requests).look(run);
  }

  private String waiting(RunId run) throws InterruptedException {
    PullRequestNews news = look(run);
    assertThat(news).isInstanceOf(Waiting.class);
    return ((Waiting) news).why();
  }

  @Test
  void aRunIsOneChangeAndWhatItProposesLaterAPatchSetOfIt() throws Exception {
    RunReport first = run();
    RunId run = first.runId();

    RunReport second = nightshift.revise(run, "say it twice").await().report();
    requests.publish(second);

    JsonValue change = change(run);
    assertThat(change.path("revisions").size()).isEqualTo(2);
    assertThat(change.text("topic", "")).isEqualTo("nightshift/" + run);
    assertThat(change.path("hashtags").values().stream().map(JsonValue::text))
        .containsExactlyInAnyOrder("nightshift", "risk: medium");
    assertThat(request(run).head()).isEqualTo(second.commits().head());
    assertThat(request(run).text())
        .startsWith("Say v1\n\n")
        .contains("What was checked", "unit tests", "Nightshift-Run: " + run)
        .contains("Nightshift-Commit: " + second.commits().head());
    assertThat(gerrit.does("rita", "GET", "/changes/?q=project:%22" + encoded() + "%22", "").size())
        .isEqualTo(1);
    assertThat(second.link()).isEqualTo(first.link());
  }

  @Test
  void aNegativeVoteOfOneWhoMayApproveIsOneRequestWithItsComments() throws Exception {
    RunId run = run().runId();
    reviews("sam", run, "{\"message\":\"delete it\",\"labels\":{\"Code-Review\":-1}}");
    assertThat(waiting(run)).contains("'sam' requests changes and is not taken");
    reviews(
        "rita",
        run,
        """
        {"message":"Two things.","labels":{"Code-Review":-1},"comments":{
        "A.java":[{"line":1,"message":"say v2"}],
        "/PATCHSET_LEVEL":[{"message":"all in all fine"}]}}
        """);

    ChangeRequested news = (ChangeRequested) look(run);

    assertThat(news.author()).isEqualTo("rita");
    assertThat(news.revision().request())
        .contains(
            "Two things.", "A.java:1: say v2\n> v1 first", "all in all fine", "<untrusted id=")
        .doesNotContain("delete it", "Patch Set 1", "comments)");
  }

  @Test
  void whatWasRequestedBecomesAPatchSetThatIsThenApprovedAndMerged() throws Exception {
    RunId run = run().runId();
    reviews("rita", run, "{\"message\":\"say v2\",\"labels\":{\"Code-Review\":-1}}");
    PullRequestWatch watch = PullRequestWatch.of(nightshift, requests);
    RunReport second = watch.takeUp(run).orElseThrow().await().report();
    assertThat(waiting(run)).isEqualTo("nobody submitted a review of this commit");

    votes("rita", run, "\"Code-Review\":2");

    assertThat(look(run)).isEqualTo(new Approved(second.commits().head(), List.of("rita")));
    gerrit.does("rita", "POST", "/changes/" + request(run).id() + "/submit", "{}");
    assertThat(look(run))
        .isInstanceOfSatisfying(
            Merged.class, merged -> assertThat(merged.request().by()).isEqualTo("rita"));
  }

  @Test
  void aVoteThatGerritCopiedApprovesNothing() throws Exception {
    gerrit.copyVotes(encoded());
    RunId run = run().runId();
    votes("rita", run, "\"Code-Review\":2");
    assertThat(look(run)).isInstanceOf(Approved.class);

    nightshift.revise(run, "say it twice").await();

    assertThat(waiting(run)).isEqualTo("nobody submitted a review of this commit");
  }

  @Test
  void aVetoOfAnEarlierPatchSetStandsInTheWay() throws Exception {
    RunReport first = run();
    RunId run = first.runId();
    reviews("rita", run, "{\"message\":\"it leaks\",\"labels\":{\"Code-Review\":-2}}");
    String vetoed = change(run).text("current_revision", "");

    nightshift.revise(run, "say it twice").await();

    assertThat(waiting(run)).contains("'rita' requested changes of " + vetoed);
  }

  @Test
  void aRedVoteOfAMachineIsARedCheck() throws Exception {
    gerrit.verified(encoded());
    RunId run = run().runId();
    assertThat(waiting(run)).isEqualTo("1 checks have not ended");
    reviews("ci", run, "{\"message\":\"A.java:1 is red\",\"labels\":{\"Verified\":-1}}");

    ChecksFailed news = (ChecksFailed) look(run);

    assertThat(news.checks()).containsExactly("Verified");
    assertThat(news.revision().request()).contains("A.java:1 is red");
    votes("ci", run, "\"Verified\":1");
    votes("rita", run, "\"Code-Review\":2");
    assertThat(look(run)).isInstanceOf(Approved.class);
  }

  @Test
  void anAbandonedChangeIsClosedAndTheRunOpensNoOther() throws Exception {
    RunReport report = run();
    RunId run = report.runId();
    gerrit.does("rita", "POST", "/changes/" + request(run).id() + "/abandon", "{}");

    assertThat(look(run))
        .isInstanceOfSatisfying(
            Closed.class, closed -> assertThat(closed.request().by()).isEqualTo("rita"));
    assertThat(refusal(requests, report).kind()).isEqualTo(Kind.CLOSED);
    assertThat(nightshift.revise(run, "say it twice").await().report().ending().detail())
        .contains("is closed; nothing was pushed");
    assertThat(change(run).path("revisions").size()).isEqualTo(1);
  }

  @Test
  void aPatchSetOfSomebodyElseIsNotBuriedNorTakenForTheRuns() throws Exception {
    RunReport report = run();
    RunId run = report.runId();
    String theirs = local.commit("mine", Map.of("A.java", "mine\n"));
    String own = patchSetOf("rita", request(run).text(), theirs);
    votes("rita", run, "\"Code-Review\":2");

    assertThat(waiting(run)).contains("the request is at " + own, "is about another commit");
    assertThat(nightshift.revise(run, "say it twice").await().report().ending().detail())
        .contains("its patch set 2 has the commit " + own, "abandon the change");
    assertThat(change(run).path("revisions").size()).isEqualTo(2);
  }

  @Test
  void aMessageThatPeopleEditedLeavesTheRunWhatItProposed() throws Exception {
    RunReport report = run();
    RunId run = report.runId();
    JsonValue message =
        JsonValue.object().with("message", "Better words\n\n" + request(run).text());
    gerrit.does("rita", "PUT", "/changes/" + request(run).id() + "/message", message.ascii());

    assertThat(request(run).head()).isEqualTo(report.commits().head());
    votes("rita", run, "\"Code-Review\":2");
    assertThat(look(run)).isInstanceOf(Approved.class);
  }

  @Test
  void aTaskOfHighRiskIsWorkInProgress() throws Exception {
    Task task = Task.builder("Say v1").risk(Risk.HIGH).build();

    RunId run = Shop.run(nightshift, task).report().runId();

    assertThat(request(run).isDraft()).isTrue();
  }

  @Test
  void whatGerritRefusesIsTypedAndLeavesNoChange() throws Exception {
    RunReport report = run();
    gerrit.project(encoded() + "%2Fother", local);

    assertThat(refusal(by("bot", "wrong", project), report).kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refusal(by("bot", GerritProcess.PASSWORD, "shop/nowhere"), report).kind())
        .isEqualTo(Kind.NOT_FOUND);
    gerrit.does(
        "rita",
        "POST",
        "/projects/" + encoded() + "%2Fother/access",
        """
        {"add":{"refs/for/refs/heads/*":{"permissions":{"push":{"rules":
        {"global:Registered-Users":{"action":"BLOCK"}}}}}}}
        """);
    ForgeException forbidden =
        refusal(by("bot", GerritProcess.PASSWORD, project + "/other"), report);
    assertThat(forbidden).hasMessageContaining("prohibited by Gerrit");
    assertThat(forbidden.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            gerrit
                .does("rita", "GET", "/changes/?q=project:%22" + encoded() + "%2Fother%22", "")
                .size())
        .isZero();
  }

  @Test
  void aRunThatBeganAtACommitWhichIsNotThereOpensNoChangeForIt() throws Exception {
    local.commit("main", Map.of("C.java", "here only\n"));

    RunReport report = Shop.run(nightshift, Shop.task()).report();

    assertThat(report.ending().detail()).contains("does not have the commit");
    assertThat(gerrit.does("rita", "GET", "/changes/?q=project:%22" + encoded() + "%22", "").size())
        .isZero();
  }

  private PullRequests by(String user, String password, String name) {
    GerritForge forge =
        GerritForge.builder(gerrit.web(), name, local.directory())
            .account(user, () -> password)
            .build();
    return PullRequests.on(forge, local.directory());
  }

  /** Somebody pushes other files with the very message of the run's patch set. */
  private String patchSetOf(String user, String message, String files) {
    CommitHeader.Person person =
        new CommitHeader.Person(user, user + "@example.com", Instant.EPOCH, 0);
    CommitHeader header = new CommitHeader(local.tip("main"), person, person, message);
    String commit = SquashedCommits.in(local.directory()).store(files, header);
    PushResult pushed =
        GitRemote.at(local.directory(), gerrit.web() + "/a/" + project)
            .withToken(user, () -> GerritProcess.PASSWORD)
            .propose(commit, "refs/for/main");
    assertThat(pushed).isInstanceOf(PushResult.Pushed.class);
    return commit;
  }

  private static ForgeException refusal(PullRequests requests, RunReport report) {
    return catchThrowableOfType(ForgeException.class, () -> requests.publish(report));
  }
}
