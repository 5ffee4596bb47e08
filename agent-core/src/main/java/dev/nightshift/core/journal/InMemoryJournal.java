package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps records in memory. */
final class InMemoryJournal implements Journal {
  private final Map<RunId, List<String>> records = new HashMap<>();

  @Override
  public synchronized void append(RunId run, String record) {
    Require.nonNull(run, "run");
    records.computeIfAbsent(run, unused -> new ArrayList<>()).add(RecordLine.checked(record));
  }

  @Override
  public synchronized List<String> read(RunId run) {
    Require.nonNull(run, "run");
    return List.copyOf(records.getOrDefault(run, List.of()));
  }

  @Override
  public synchronized List<RunId> runs() {
    return records.keySet().stream().sorted(Comparator.comparing(RunId::value)).toList();
  }
}
