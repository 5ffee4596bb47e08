package dev.nightshift.git.internal;

import dev.nightshift.core.merge.MergeCandidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All checkouts of a target, moved along with it or not at all. Used by one thread. */
final class CheckoutUpdates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckoutUpdates.class);
  private final GitRepository git;
  private final Repository repository;
  private final List<TargetCheckouts.Checkout> checkouts;
  private final ObjectReader reader;
  private final List<CheckoutUpdate> updates = new ArrayList<>();

  CheckoutUpdates(
      GitRepository git, Repository repository, List<TargetCheckouts.Checkout> checkouts) {
    this.git = git;
    this.repository = repository;
    this.checkouts = checkouts;
    this.reader = repository.newObjectReader();
  }

  /** Returns why a target with these checkouts may not be moved whatever is in them, if so. */
  static Optional<String> blocked(List<TargetCheckouts.Checkout> checkouts, boolean update) {
    for (TargetCheckouts.Checkout checkout : checkouts) {
      if (!checkout.busy().isEmpty()) {
        return Optional.of(checkout.busy() + " in " + checkout.toDisplay() + "; finish that first");
      }
      if (!update) {
        return Optional.of(
            "is checked out in "
                + checkout.toDisplay()
                + "; switch it to another branch, or let a clean checkout follow by "
                + "Delivery.mergeUpdatingCheckout(), on the command line --update-checkout");
      }
      @Nullable Path workTree = checkout.workTree();
      if (workTree == null || !Files.isDirectory(workTree)) {
        return Optional.of(
            "is checked out in " + checkout.toDisplay() + ", which cannot be reached");
      }
    }
    return Optional.empty();
  }

  /** Locks all checkouts and returns why one of them cannot be moved, if so. */
  Optional<String> prepare(MergeCandidate candidate, HeldLocks locks) throws IOException {
    ObjectId before = Trees.commit(repository, candidate.targetCommit()).getTree();
    ObjectId after = ObjectId.fromString(candidate.mergeTree());
    for (TargetCheckouts.Checkout checkout : checkouts) {
      Path workTree = checkout.workTree();
      if (workTree != null) {
        CheckoutUpdate update = new CheckoutUpdate(checkout, workTree, reader, before, after);
        updates.add(update);
        Optional<String> unfit = update.prepare(git.layout().commonDir(), locks);
        if (unfit.isPresent()) {
          return Optional.of("in " + checkout.toDisplay() + ": " + unfit.get());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Moves the checkouts; the target has moved already, so a failure here can only be reported.
   *
   * @return what their owner has to do, empty if all could follow
   */
  String apply() {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      String note = applied(updates.get(i), checkouts.get(i).toDisplay());
      if (!note.isEmpty()) {
        notes.add(note);
        LOG.warn("the target moved, but {}", note);
      }
    }
    return String.join("; ", notes);
  }

  private static String applied(CheckoutUpdate update, String where) {
    try {
      List<String> behind = update.apply();
      return behind.isEmpty()
          ? ""
          : "these files of its checkout "
              + where
              + " could not be written: "
              + CheckoutUpdate.named(behind)
              + "; make place for them and run git restore on them";
    } catch (IOException | RuntimeException failure) {
      LOG.debug("updating {} failed", where, failure);
      return "its checkout " + where + " could not follow: " + failure + "; run git reset there";
    }
  }

  @Override
  public void close() {
    updates.forEach(CheckoutUpdate::close);
    reader.close();
  }
}
