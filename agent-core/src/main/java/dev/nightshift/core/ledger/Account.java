package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who pays and within which limits: all that a ledger is told about a run. Data only, so that a
 * ledger may keep it on disk or elsewhere.
 *
 * <p>A run counts in a path of scopes, from the whole ledger down to the role that calls: {@code
 * engine > enclosing... > task-kind > run > role}. Two runs share a scope if their paths are the
 * same up to it: a kind of task in one project is another scope than that kind in another project.
 *
 * @param run the run
 * @param kind the kind of its task, whose caps it shares with others of that kind
 * @param enclosing what the host encloses the run in, outermost first: an organisation, a project
 * @param caps all of them hold at once; each is of a scope of the path
 * @param reviewerSharePercent percent of each cap per run that are kept for the reviewer, 0 to 90
 * @param keptForReviewer of which caps another amount is kept for the reviewer, each as the cap
 *     with that amount; of a run that was given more than it began with
 */
public record Account(
    RunId run,
    TaskKind kind,
    List<ScopeName> enclosing,
    List<Cap> caps,
    int reviewerSharePercent,
    List<Cap> keptForReviewer) {
  private static final Set<BudgetScope> OWN =
      Set.of(BudgetScope.ENGINE, BudgetScope.TASK_KIND, BudgetScope.RUN, BudgetScope.ROLE);

  /** Copies the lists; refuses nulls, a share out of range, and scopes that are not in the path. */
  public Account {
    Require.nonNull(run, "run");
    Require.nonNull(kind, "kind");
    enclosing = Require.elements(enclosing, "enclosing");
    caps = Require.elements(caps, "caps");
    keptForReviewer = Require.elements(keptForReviewer, "keptForReviewer");
    if (reviewerSharePercent < 0 || reviewerSharePercent > 90) {
      throw new IllegalArgumentException(
          "reviewerSharePercent "
              + reviewerSharePercent
              + " must be 0 to 90; 0 keeps nothing back");
    }
    List<BudgetScope> known = scopesOf(enclosing);
    for (Cap cap : caps) {
      BudgetScope scope = cap.scope();
      if (!OWN.contains(scope) && !scope.isOfRole() && !known.contains(scope)) {
        throw new IllegalArgumentException(
            "run "
                + run
                + " is in no scope '"
                + VisibleText.name(scope.name())
                + "', which the cap of "
                + cap.toDisplay()
                + " is of; it is in engine, "
                + known.stream().map(one -> one.name() + ", ").reduce("", String::concat)
                + "task-kind and run, BudgetPolicy.within(..) adds others");
      }
    }
  }

  private static List<BudgetScope> scopesOf(List<ScopeName> enclosing) {
    List<BudgetScope> known = new ArrayList<>();
    for (ScopeName scope : enclosing) {
      if (OWN.contains(scope.scope()) || scope.scope().isOfRole()) {
        throw new IllegalArgumentException(
            "'"
                + VisibleText.name(scope.toString())
                + "' cannot enclose a run: a run is in such a scope by itself");
      }
      if (known.contains(scope.scope())) {
        throw new IllegalArgumentException(
            "'"
                + VisibleText.name(scope.toString())
                + "' is the second "
                + scope.scope().name()
                + " in "
                + VisibleText.name(enclosing.toString()));
      }
      known.add(scope.scope());
    }
    return known;
  }

  /**
   * Creates the account of a run as it begins.
   *
   * @param run the run
   * @param kind the kind of its task
   * @param enclosing what the host encloses the run in
   * @param caps all of them hold at once
   * @param reviewerSharePercent percent of each cap per run that are kept for the reviewer, 0 to 90
   */
  public Account(
      RunId run,
      TaskKind kind,
      List<ScopeName> enclosing,
      List<Cap> caps,
      int reviewerSharePercent) {
    this(run, kind, enclosing, caps, reviewerSharePercent, List.of());
  }

  /**
   * Creates the account of a run that nothing encloses but the ledger.
   *
   * @param run the run
   * @param kind the kind of its task
   * @param caps all of them hold at once
   * @param reviewerSharePercent percent of each cap per run that are kept for the reviewer, 0 to 90
   */
  public Account(RunId run, TaskKind kind, List<Cap> caps, int reviewerSharePercent) {
    this(run, kind, List.of(), caps, reviewerSharePercent);
  }

  /**
   * Returns this account with other limits.
   *
   * @param caps all of them hold at once, for what was spent before as well
   * @param keptForReviewer of which of them another amount than the percentage is kept
   * @return a copy
   */
  public Account amended(List<Cap> caps, List<Cap> keptForReviewer) {
    return new Account(run, kind, enclosing, caps, reviewerSharePercent, keptForReviewer);
  }

  /** The path of scopes that its calls count in, from the whole ledger to the run. */
  List<ScopeName> path() {
    List<ScopeName> path = new ArrayList<>();
    path.add(new ScopeName(BudgetScope.ENGINE, "all"));
    path.addAll(enclosing);
    path.add(new ScopeName(BudgetScope.TASK_KIND, kind.name()));
    path.add(new ScopeName(BudgetScope.RUN, run.value()));
    return List.copyOf(path);
  }

  /**
   * Returns how much of a cap per run is kept for the reviewer; at least one call, when the cap
   * leaves one for the others, and nothing of a time, which a run uses in its gates as well.
   *
   * @param cap one of {@link #caps}, or one that is to be
   * @return at least 0, in the unit of the cap
   */
  public long keptForReviewer(Cap cap) {
    if (cap.unit() == BudgetUnit.TIME_MILLIS) {
      return 0;
    }
    for (Cap kept : keptForReviewer) {
      if (kept.isSameLimitAs(cap)) {
        return kept.amount();
      }
    }
    long amount = cap.amount();
    // Split, because a cap times a percentage may not fit a long.
    long share = amount / 100 * reviewerSharePercent + amount % 100 * reviewerSharePercent / 100;
    boolean isCalls = cap.unit() == BudgetUnit.CALLS;
    return isCalls && reviewerSharePercent > 0 && amount >= 2 ? Math.max(1, share) : share;
  }
}
