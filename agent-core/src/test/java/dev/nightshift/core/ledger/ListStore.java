package dev.nightshift.core.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A store over a list, as one over a database would be; those over the same list share it. */
public final class ListStore implements LedgerStore {
  private final Shared shared;
  private final Set<Long> claimed = new HashSet<>();
  private int read;

  /** What all stores share. Guarded by itself. */
  public static final class Shared {
    private final List<String> records = new ArrayList<>();
    private final Set<Long> alive = new HashSet<>();

    /** All records so far. */
    public synchronized List<String> records() {
      return List.copyOf(records);
    }
  }

  /** A store over records, which may grow meanwhile. */
  public ListStore(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void update(Update update) {
    synchronized (shared) {
      List<String> unread = List.copyOf(shared.records.subList(read, shared.records.size()));
      read = shared.records.size();
      unread.forEach(update::read);
      List<String> appended = new ArrayList<>();
      update.write(appended::add);
      shared.records.addAll(appended);
      read = shared.records.size();
    }
  }

  @Override
  public void force() {}

  @Override
  public void claim(long writer) {
    shared.alive.add(writer);
    claimed.add(writer);
  }

  @Override
  public boolean isAlive(long writer) {
    return shared.alive.contains(writer);
  }

  @Override
  public void close() {
    synchronized (shared) {
      shared.alive.removeAll(claimed);
    }
  }
}
