package dev.nightshift.core.testing;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Commits and branches: the little of a version store that runs need. Safe for concurrent use. */
final class InMemoryStore {
  private final Map<String, InMemoryCommit> commits = new HashMap<>();

  /** How many commits there were before each. */
  private final Map<String, Integer> ages = new HashMap<>();

  private final SortedMap<String, String> branches = new TreeMap<>();

  synchronized String add(InMemoryCommit commit) {
    String id = commit.id();
    commits.putIfAbsent(id, commit);
    ages.putIfAbsent(id, ages.size());
    return id;
  }

  synchronized InMemoryCommit commit(String id) {
    InMemoryCommit commit = commits.get(id);
    if (commit == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "there is no commit '" + VisibleText.name(id) + "' in these in-memory workspaces");
    }
    return commit;
  }

  InMemoryTree tree(String id) {
    return commit(id).tree();
  }

  synchronized String tip(String branch) {
    String tip = branches.get(branch);
    if (tip == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "there is no branch '"
              + VisibleText.name(branch)
              + "' in these in-memory workspaces; "
              + (branches.isEmpty() ? "make a first commit" : "there are " + branches));
    }
    return tip;
  }

  synchronized void setBranch(String branch, String commit) {
    branches.put(branch, commit);
  }

  synchronized boolean compareAndSet(String branch, String expected, String next) {
    return branches.replace(branch, expected, next);
  }

  synchronized Map<String, String> branches() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }

  /**
   * Returns the best common ancestor. A commit is stored after its parents, so the youngest common
   * one is no ancestor of another.
   */
  synchronized String mergeBase(String one, String two) {
    Set<String> common = ancestors(one);
    common.retainAll(ancestors(two));
    return common.stream()
        .max(Comparator.comparing(ages::get))
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "commits " + one + " and " + two + " have no common base"));
  }

  synchronized boolean isAncestor(String earlier, String tip) {
    return ancestors(tip).contains(earlier);
  }

  /** Counts the first-parent steps from a tip back to what an earlier commit already contains. */
  synchronized int distance(String earlier, String tip) {
    Set<String> known = ancestors(earlier);
    int steps = 0;
    String at = tip;
    while (!known.contains(at)) {
      steps++;
      at = commit(at).parents().get(0);
    }
    return steps;
  }

  private Set<String> ancestors(String id) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(id);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (seen.add(next)) {
        open.addAll(commit(next).parents());
      }
    }
    return seen;
  }
}
