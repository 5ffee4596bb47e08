package dev.nightshift.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of a ledger as somebody adds them up who shares no code with it. */
final class AuditedBooks {
  private final Money perRun;
  private final Money inAll;
  private final Map<RunId, Map<String, Long>> held = new HashMap<>();
  private final Map<RunId, Long> charged = new HashMap<>();
  private final Set<String> booked = new HashSet<>();
  private final Map<RunId, Long> active = new HashMap<>();
  private final Map<RunId, Long> ahead = new HashMap<>();

  private AuditedBooks(Money perRun, Money inAll) {
    this.perRun = perRun;
    this.inAll = inAll;
  }

  /** Adds them up; after each of them no more may be charged and set aside than the caps allow. */
  static AuditedBooks of(List<String> records, Money perRun, Money inAll) {
    AuditedBooks books = new AuditedBooks(perRun, inAll);
    records.forEach(books::add);
    return books;
  }

  /** What was charged for a run, in nano-dollars. */
  long charged(RunId run) {
    return charged.getOrDefault(run, 0L);
  }

  /** The runs that something was charged for. */
  Set<RunId> runs() {
    return charged.keySet();
  }

  /** How long all runs were active, in milliseconds. */
  long active() {
    return active.values().stream().mapToLong(Long::longValue).sum();
  }

  private void time(JsonValue record) {
    long total = record.required("millis").whole();
    assertThat(total)
        .as("milliseconds of %s", run(record))
        .isGreaterThanOrEqualTo(active.getOrDefault(run(record), 0L));
    active.put(run(record), total);
    ahead.put(run(record), record.has("held") ? record.required("held").whole() : 0);
    assertThat(active() + ahead.values().stream().mapToLong(Long::longValue).sum())
        .as("milliseconds used and set aside, by %s", record)
        .isLessThanOrEqualTo(Simulation.TIME_CAP.toMillis());
  }

  private void add(String line) {
    JsonValue record = JsonValue.parseStrictly(line);
    String is = record.required("is").text();
    switch (is) {
      case "reserved" -> held(record).put(attempt(record), record.required("hold").whole());
      case "released", "lapsed" -> held(record).remove(attempt(record));
      case "settled", "estimated" -> {
        assertThat(booked.add(run(record) + attempt(record)))
            .as("first charge of %s", line)
            .isTrue();
        held(record).remove(attempt(record));
        charged.merge(run(record), record.required("cost").whole(), Math::addExact);
      }
      case "timed" -> {
        time(record);
        return;
      }
      case "closed" -> {
        ahead.remove(run(record));
        return;
      }
      default -> {
        return;
      }
    }
    assertThat(of(run(record)))
        .as("charged and set aside for the run of %s", line)
        .isLessThanOrEqualTo(perRun.nanos());
    assertThat(runsWithMoney().stream().mapToLong(this::of).sum())
        .as("charged and set aside in all, by %s", line)
        .isLessThanOrEqualTo(inAll.nanos());
  }

  private long of(RunId run) {
    long aside =
        held.getOrDefault(run, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    return charged(run) + aside;
  }

  private Set<RunId> runsWithMoney() {
    Set<RunId> all = new HashSet<>(held.keySet());
    all.addAll(charged.keySet());
    return all;
  }

  private Map<String, Long> held(JsonValue record) {
    return held.computeIfAbsent(run(record), unused -> new HashMap<>());
  }

  private static RunId run(JsonValue record) {
    return RunId.of(record.required("run").text());
  }

  private static String attempt(JsonValue record) {
    return record.required("role").text()
        + record.required("conversation").text()
        + record.required("turn").whole()
        + "/"
        + record.required("attempt").whole();
  }
}
