package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.task.Risk;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.git.GitRemote;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that proposes a change as a pull request: it pushes the commit to a branch of the
 * run's own and opens a request for it, or, for a run that has one, says anew what it is about.
 *
 * <p>A run has one request, whatever happens: it is looked for by its branch before one is opened,
 * so that a process that was killed in between leaves nothing twice. The branch there is replaced
 * only if it holds what the same run pushed before. A request that a human closed or merged is
 * theirs; nothing is pushed or opened for that run any more.
 *
 * <p>The run ends as proposed. Where the forge failed, it does so all the same, with its branch in
 * the local repository, no link, and the reason in the report; {@link #publish} tries again.
 *
 * <p><b>Threads:</b> safe for concurrent use, by many runs. <b>Source:</b>
 * docs/decisions/049-pull-requests-are-a-module.
 */
public final class PullRequests implements Delivery {
  private static final String STEP = "pull-request";
  private static final String REASON = "a human merges it, as a pull request";
  private static final int TITLE_CHARS = 200;

  /**
   * After these nobody knows whether a request was opened: its answer may be lost or unreadable.
   */
  private static final Set<Kind> MAY_BE_OPEN =
      Set.of(Kind.ALREADY_OPEN, Kind.UNAVAILABLE, Kind.UNEXPECTED);

  private final Forge forge;
  private final GitRemote remote;
  private final String branchPrefix;
  private final List<String> labels;

  private PullRequests(Forge forge, GitRemote remote, String branchPrefix, List<String> labels) {
    this.forge = forge;
    this.remote = remote;
    this.branchPrefix = branchPrefix;
    this.labels = labels;
  }

  /**
   * Creates a delivery that pushes to the repository of the forge, with its token.
   *
   * @param forge where requests are opened
   * @param repository a directory of the local repository, in which the runs work
   * @return the delivery, with branches {@code nightshift/<run>} and the label {@code nightshift}
   */
  public static PullRequests on(Forge forge, Path repository) {
    Require.nonNull(forge, "forge");
    Require.nonNull(repository, "repository");
    return new PullRequests(forge, forge.remote(repository), "nightshift/", List.of("nightshift"));
  }

  /**
   * Pushes in another way, over {@code ssh} for example.
   *
   * @param remote the same repository as that of the forge
   * @return a copy
   */
  public PullRequests withRemote(GitRemote remote) {
    return new PullRequests(forge, Require.nonNull(remote, "remote"), branchPrefix, labels);
  }

  /**
   * Names the branches there in another way; a run that has a request keeps it only as long as this
   * stays the same.
   *
   * @param prefix what stands before the id of the run, with its slash if it has one; may be empty
   * @return a copy
   * @throws IllegalArgumentException if git takes no branch that begins so
   */
  public PullRequests withBranchPrefix(String prefix) {
    if (!GitRemote.isBranchName(Require.nonNull(prefix, "prefix") + "run")) {
      throw new IllegalArgumentException(
          "prefix '%s' is no beginning of a branch's name; give one such as nightshift/"
              .formatted(VisibleText.name(prefix)));
    }
    return new PullRequests(forge, remote, prefix, labels);
  }

  /**
   * Sets the labels of all requests; one of the risk of the task, {@code risk: high} for example,
   * is there beside them.
   *
   * @param labels default {@code nightshift}; may be empty
   * @return a copy
   */
  public PullRequests withLabels(List<String> labels) {
    return new PullRequests(forge, remote, branchPrefix, Require.elements(labels, "labels"));
  }

  /**
   * Returns the branch of a run there.
   *
   * @param run the run
   * @return its short name
   */
  public String branchOf(RunId run) {
    return branchPrefix + Require.nonNull(run, "run").value();
  }

  @Override
  public DeliveryResult deliver(DeliveryContext context) throws InterruptedException {
    DeliveryResult.Proposed proposed = context.propose(REASON);
    RunReport report = context.report();
    JsonValue came = JsonValue.parse(context.step(STEP, () -> attempt(report).ascii()));
    if (came.has("link")) {
      proposed = proposed.withLink(URI.create(came.required("link").text()));
    }
    if (came.has("why")) {
      String what = came.has("link") ? "its pull request is as it was: " : "no pull request: ";
      proposed = proposed.withRemark(what + came.required("why").text());
    }
    return proposed;
  }

  /** What came of it: where the request is, if there is one, and why it is not as it should be. */
  private JsonValue attempt(RunReport report) throws InterruptedException {
    AtomicReference<PullRequest> known = new AtomicReference<>();
    JsonValue came = JsonValue.object();
    try {
      known.set(publish(report, known::set));
    } catch (ForgeException failed) {
      came = came.with("kind", failed.kind().name()).with("why", failed.getMessage());
    } catch (WorkspaceException notRead) {
      came = came.with("kind", "LOCAL").with("why", notRead.getMessage());
    }
    PullRequest request = known.get();
    return request == null ? came : came.with("link", request.link().toString());
  }

  /**
   * Pushes what a run proposed and opens its request, or updates the one it has; for a run whose
   * delivery could not, because the forge failed for example. Doing it again changes nothing.
   *
   * @param report of a run that was proposed
   * @return the request
   * @throws ForgeException if it could not be done; all that was proposed is as it was
   * @throws IllegalArgumentException if the run proposed nothing
   * @throws InterruptedException if the thread was interrupted
   */
  public PullRequest publish(RunReport report) throws InterruptedException {
    return publish(Require.nonNull(report, "report"), found -> {});
  }

  private PullRequest publish(RunReport report, Consumer<PullRequest> found)
      throws InterruptedException {
    if (report.ending().delivery() != RunReport.DeliveryKind.PROPOSED) {
      throw new IllegalArgumentException(
          "run " + report.runId() + " proposed nothing: it ended as " + report.reason());
    }
    String branch = branchOf(report.runId());
    Optional<PullRequest> known = forge.find(branch);
    known.ifPresent(found);
    if (known.isPresent() && known.get().state() != PullRequest.State.OPEN) {
      throw closed(branch, known.get(), "nothing was pushed");
    }
    PullRequestContent content = content(report);
    String head = report.commits().head();
    forge.push(remote, new ProposedCommit(head, branch, pushedBefore(report), content));
    return known.isPresent() ? updated(branch, known.get(), content) : opened(branch, content);
  }

  private static ForgeException closed(String branch, PullRequest request, String pushed) {
    return new ForgeException(
        Kind.CLOSED,
        "the request %s for branch '%s' is %s; %s: reopen it there, or reject the run"
            .formatted(
                request.link(),
                VisibleText.name(branch),
                request.state().name().toLowerCase(Locale.ROOT),
                pushed));
  }

  /** A human may have closed it since it was looked up. */
  private PullRequest updated(String branch, PullRequest known, PullRequestContent content)
      throws InterruptedException {
    PullRequest now = forge.update(known, content);
    if (now.state() != PullRequest.State.OPEN) {
      throw closed(branch, now, "it was pushed before that was seen");
    }
    return now;
  }

  /** A request that another process, or this one before it lost the answer, opened is updated. */
  private PullRequest opened(String branch, PullRequestContent content)
      throws InterruptedException {
    try {
      return forge.open(branch, content);
    } catch (ForgeException failed) {
      PullRequest found = MAY_BE_OPEN.contains(failed.kind()) ? foundAfter(failed, branch) : null;
      if (found == null) {
        throw failed;
      }
      return updated(branch, found, content);
    }
  }

  private @Nullable PullRequest foundAfter(ForgeException failed, String branch)
      throws InterruptedException {
    try {
      return forge
          .find(branch)
          .filter(request -> request.state() == PullRequest.State.OPEN)
          .orElse(null);
    } catch (ForgeException again) {
      failed.addSuppressed(again);
      return null;
    }
  }

  /** The heads about which humans decided are those that the run proposed. */
  private static Set<String> pushedBefore(RunReport report) {
    return report.humanDecisions().stream()
        .map(HumanDecision::commit)
        .filter(commit -> !commit.isEmpty())
        .collect(Collectors.toSet());
  }

  private PullRequestContent content(RunReport report) {
    Risk risk = report.task().risk();
    String riskLabel = "risk: " + risk.name().toLowerCase(Locale.ROOT);
    return new PullRequestContent(
        InertText.line(report.task().title(), TITLE_CHARS),
        PullRequestBody.of(report),
        report.target(),
        Stream.concat(labels.stream(), Stream.of(riskLabel)).distinct().toList(),
        risk == Risk.HIGH);
  }

  Forge forge() {
    return forge;
  }
}
