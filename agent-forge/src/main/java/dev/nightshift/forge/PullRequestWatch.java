package dev.nightshift.forge;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.trust.TrustLedger;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks what came back of the pull requests of runs, and sends a run back by what one review
 * requests or by checks that are red.
 *
 * <p>A review counts if it is about the head that the run proposed and its author may push to the
 * repository, or is on the list of the host. Several comments are one request only if their author
 * submitted them as one review; two reviews that request changes are refused, because a run takes
 * one request at a time. Whatever is taken reaches the agents as untrusted text.
 *
 * <p><b>Threads:</b> safe for concurrent use. It asks when it is called; nothing runs in the
 * background.
 */
public final class PullRequestWatch {
  private static final int MAX_NAME = 100;
  private final Nightshift nightshift;
  private final PullRequests requests;
  private final RequestRules rules;
  private final Terms terms;

  /** Held from the last look at the decisions of a run to the next decision; of all copies. */
  private final Lock decisions;

  private PullRequestWatch(
      Nightshift nightshift,
      PullRequests requests,
      RequestRules rules,
      Terms terms,
      Lock decisions) {
    this.decisions = decisions;
    this.nightshift = nightshift;
    this.requests = requests;
    this.rules = rules;
    this.terms = terms;
  }

  /** What a host gives beside: money for each round, and where trust is kept. */
  private record Terms(@Nullable Money perRound, @Nullable TrustLedger trust) {}

  /**
   * Watches the requests of the runs of an engine, each for up to 3 rounds.
   *
   * @param nightshift an engine that records its runs, with the pipelines they were dispatched to
   * @param requests what delivered them
   * @return a watch
   */
  public static PullRequestWatch of(Nightshift nightshift, PullRequests requests) {
    return new PullRequestWatch(
        Require.nonNull(nightshift, "nightshift"),
        Require.nonNull(requests, "requests"),
        new RequestRules(Set.of(), 3),
        new Terms(null, null),
        new ReentrantLock());
  }

  /**
   * Takes the reviews of some accounts, whatever the forge says of their rights.
   *
   * @param accounts their names there; the case of their letters says nothing
   * @return a copy
   */
  public PullRequestWatch withReviewers(Set<String> accounts) {
    Set<String> trusted = Set.copyOf(Require.elements(accounts, "accounts"));
    return new PullRequestWatch(
        nightshift, requests, new RequestRules(trusted, rules.maxRounds()), terms, decisions);
  }

  /**
   * Bounds how often a run is sent back in all by what its request brought.
   *
   * @param maxRounds 0 or more; default 3
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public PullRequestWatch withMaxRounds(int maxRounds) {
    if (maxRounds < 0) {
      throw new IllegalArgumentException("maxRounds " + maxRounds + " must be 0 or more");
    }
    return new PullRequestWatch(
        nightshift, requests, new RequestRules(rules.trusted(), maxRounds), terms, decisions);
  }

  /**
   * Gives each round money of its own, beside what the run used before; otherwise it goes on within
   * what is left of the run's budget.
   *
   * @param amount more than zero
   * @return a copy
   */
  public PullRequestWatch withMoneyPerRound(Money amount) {
    Terms given = new Terms(Require.nonNull(amount, "amount"), terms.trust());
    return new PullRequestWatch(nightshift, requests, rules, given, decisions);
  }

  /**
   * Enters a run whose request was merged there into what its kind has earned: as accepted as it
   * was if the merged head is what the run proposed, as sent back if people committed to it before.
   * What is rejected is found there anyway.
   *
   * @param trust the ledger of the {@code TrustedDelivery} that delivers by these requests
   * @return a copy
   */
  public PullRequestWatch withTrust(TrustLedger trust) {
    Terms given = new Terms(terms.perRound(), Require.nonNull(trust, "trust"));
    return new PullRequestWatch(nightshift, requests, rules, given, decisions);
  }

  /**
   * Asks the forge once what came back of a run's request. Nothing is changed.
   *
   * @param run a run of the engine's journal that ended as proposed, or that this engine goes on
   *     with
   * @return what came back; that it waits as long as this engine is at work on the run
   * @throws ForgeException if the forge does not tell
   * @throws IllegalArgumentException if nothing is recorded of the run, it proposes nothing, or it
   *     has no end and another process has it
   * @throws InterruptedException if the thread was interrupted
   */
  public PullRequestNews look(RunId run) throws InterruptedException {
    if (isAtWork(Require.nonNull(run, "run"))) {
      return new PullRequestNews.Waiting(
          "run " + run + " is at work; look again when it has ended");
    }
    return look(proposed(run));
  }

  private boolean isAtWork(RunId run) {
    return nightshift.find(run).filter(known -> !known.state().isEnded()).isPresent();
  }

  private RunReport proposed(RunId run) {
    RunReport report = nightshift.replay(run).report();
    if (report.ending().delivery() != RunReport.DeliveryKind.PROPOSED) {
      throw new IllegalArgumentException(
          "run " + run + " proposes nothing: it ended as " + report.reason());
    }
    return report;
  }

  private PullRequestNews look(RunReport report) throws InterruptedException {
    RunId run = report.runId();
    Forge forge = requests.forge();
    Optional<PullRequest> request = forge.find(requests.branchOf(run));
    if (request.isEmpty()) {
      return new PullRequestNews.Waiting(
          "run " + run + " has no request on " + forge.name() + "; PullRequests.publish opens it");
    }
    boolean isOpen = request.get().state() == PullRequest.State.OPEN;
    Discussion said =
        isOpen
            ? forge.discussion(request.get(), rules.trusted())
            : new Discussion(java.util.List.of(), java.util.List.of());
    return rules.judge(report, request.get(), said);
  }

  /**
   * Does {@link #look}, and what follows from it. The run is sent back if a change is asked for;
   * its next end updates the request. It is rejected if its request was closed without a merge,
   * with who did that in the words of the decision. One whose request was merged is entered in the
   * ledger of {@link #withTrust}, and stays as it is here: its target has to be fetched by the
   * host. An end for which the forge names nobody decides nothing. Of two that take up the same at
   * the same time, one decides about the run.
   *
   * @param run as there
   * @return the run as it goes on, or to its end as rejected; empty if there is nothing for it to
   *     do, see {@link #look}
   * @throws ForgeException as there
   * @throws IllegalArgumentException as there
   * @throws RunRefusedException as {@link Nightshift#revise(RunId, Revision)}, and if something was
   *     decided about the run while the forge was asked
   * @throws InterruptedException as there
   */
  public Optional<Run> takeUp(RunId run) throws InterruptedException {
    if (isAtWork(Require.nonNull(run, "run"))) {
      return Optional.empty();
    }
    RunReport seen = proposed(run);
    PullRequestNews news = look(seen);
    if (news instanceof PullRequestNews.ChangeRequested requested) {
      return Optional.of(sendBack(seen, requested.revision()));
    }
    if (news instanceof PullRequestNews.ChecksFailed failed) {
      return Optional.of(sendBack(seen, failed.revision()));
    }
    if (news instanceof PullRequestNews.Closed closed && !closed.request().by().isEmpty()) {
      String why = told("closed", closed.request());
      return Optional.of(
          decide(
              seen,
              "rejected as its request",
              () -> nightshift.reject(run, RejectionReason.OTHER, why)));
    }
    if (news instanceof PullRequestNews.Merged merged
        && terms.trust() != null
        && !merged.request().by().isEmpty()) {
      boolean asItWas = merged.request().head().equals(seen.commits().head());
      String beside = asItWas ? "" : ", and not as the run proposed it";
      terms.trust().merged(run, asItWas, told("merged", merged.request()) + beside);
    }
    return Optional.empty();
  }

  private static String told(String what, PullRequest request) {
    String by = VisibleText.cut(request.by(), MAX_NAME);
    return "its request %s was %s by '%s'".formatted(request.link(), what, VisibleText.name(by));
  }

  private Run sendBack(RunReport seen, Revision revision) {
    return decide(
        seen, "sent back by its request", () -> nightshift.revise(seen.runId(), granted(revision)));
  }

  /** What was judged holds only as long as nobody decided about the run since. */
  private Run decide(RunReport seen, String what, Supplier<Run> decision) {
    RunId run = seen.runId();
    decisions.lock();
    try {
      if (isAtWork(run) || !proposed(run).humanDecisions().equals(seen.humanDecisions())) {
        throw new RunRefusedException(
            run,
            what,
            "was decided about while the forge was asked",
            "look again when it has ended");
      }
      return decision.get();
    } finally {
      decisions.unlock();
    }
  }

  private Revision granted(Revision revision) {
    Money perRound = terms.perRound();
    return perRound == null ? revision : revision.withMoney(perRound);
  }
}
