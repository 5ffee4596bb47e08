package dev.nightshift.examples.kill;

import dev.nightshift.models.testing.Charge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the file of a ledger says of each call, held against the line of the bill that has its name.
 * The file is read as its format is documented, by no code of the ledger.
 */
public final class LedgerBill {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final List<Call> calls;

  private LedgerBill(List<Call> calls) {
    this.calls = calls;
  }

  /** One attempt; what its last record was, and what that counted. */
  private record Call(String run, String model, String request, String end, long nanos) {
    boolean isBound() {
      return end.equals("estimated");
    }

    boolean isNamed() {
      return !request.isEmpty();
    }

    Call named(String name) {
      return name.isEmpty() ? this : new Call(run, model, name, end, nanos);
    }

    Call ended(String how, long cost) {
      return new Call(run, model, request, how, cost);
    }
  }

  /**
   * Reads the ledger of a state directory.
   *
   * @param state the directory
   * @return what it says of each call
   * @throws IOException if it cannot be read
   */
  public static LedgerBill read(Path state) throws IOException {
    Map<String, Call> calls = new LinkedHashMap<>();
    for (String line : Files.readAllLines(state.resolve("ledger").resolve("ledger.log"))) {
      JsonNode record = JSON.readTree(line.split(" ", 4)[3]);
      if (record.has("attempt")) {
        calls.compute(
            List.of("run", "role", "conversation", "turn", "attempt").stream()
                .map(part -> record.path(part).asString(""))
                .collect(Collectors.joining(" ")),
            (key, call) -> after(call == null ? begun(record) : call, record));
      }
    }
    return new LedgerBill(List.copyOf(calls.values()));
  }

  private static Call begun(JsonNode record) {
    String model = record.path("model").asString("");
    return new Call(
        record.path("run").asString(""), model.substring(model.indexOf(':') + 1), "", "", 0);
  }

  private static Call after(Call call, JsonNode record) {
    String is = record.path("is").asString("");
    return switch (is) {
      case "reserved" -> begun(record);
      case "named" -> call.named(record.path("request").asString(""));
      case "settled", "estimated" ->
          call.named(record.path("request").asString("")).ended(is, record.path("cost").asLong(0));
      default -> call.ended(is, 0);
    };
  }

  /**
   * What was claimed of the calls, and what does not hold.
   *
   * @param faults what contradicts each claim; an empty list where it holds
   * @param sums in nano-dollars, in one sentence
   */
  public record Findings(Map<String, List<String>> faults, String sums) {
    /** Copies the map. */
    public Findings {
      faults = Map.copyOf(faults);
    }
  }

  /**
   * Holds each call against the bill.
   *
   * @param bill what the server billed
   * @param runOf which run a line of the bill is of
   * @return what was found
   */
  public Findings against(List<Charge> bill, Function<Charge, String> runOf) {
    Map<String, Long> billed = new TreeMap<>();
    bill.forEach(charge -> billed.merge(charge.requestId(), charge.cost().nanos(), Long::sum));
    List<Call> named = calls.stream().filter(Call::isNamed).toList();
    List<Call> settled = calls.stream().filter(call -> call.end().equals("settled")).toList();
    List<Call> bounds = named.stream().filter(Call::isBound).toList();
    Set<String> names = named.stream().map(Call::request).collect(Collectors.toSet());
    List<Charge> nameless =
        bill.stream().filter(line -> !names.contains(line.requestId())).toList();
    List<Call> without =
        calls.stream().filter(Call::isBound).filter(call -> !call.isNamed()).toList();
    Set<String> seen = new HashSet<>();
    Map<String, List<String>> faults =
        Map.of(
            "no two calls have one name",
            unless(named, call -> seen.add(call.request())),
            "each settled call costs what the server billed by its name",
            unless(settled, call -> call.nanos() == billed.getOrDefault(call.request(), -1L)),
            "each bound of a named call covers what the server billed by its name",
            unless(bounds, call -> call.nanos() >= billed.getOrDefault(call.request(), 0L)),
            "each billed call without a name has a bound of its own",
            uncovered(nameless, without, runOf));
    String sums =
        "settled %s = billed %s of %s named calls; bounds %s >= billed %s of %s named calls"
            .formatted(
                sum(settled),
                sum(settled, billed),
                settled.size(),
                sum(bounds),
                sum(bounds, billed),
                bounds.size());
    return new Findings(faults, sums + sumsWithoutName(without, nameless));
  }

  private static String sumsWithoutName(List<Call> calls, List<Charge> lines) {
    return "; bounds %s of %s calls without a name >= billed %s of %s lines without a call"
        .formatted(
            sum(calls),
            calls.size(),
            lines.stream().mapToLong(line -> line.cost().nanos()).sum(),
            lines.size());
  }

  /**
   * A process that is killed between the answer and the record of its name leaves a call without:
   * it has to be one of the same run and model, and each line of the bill needs one of its own.
   */
  private static List<String> uncovered(
      List<Charge> lines, List<Call> calls, Function<Charge, String> runOf) {
    Map<String, List<Long>> bounds = new TreeMap<>();
    for (Call call : calls) {
      bounds
          .computeIfAbsent(call.run() + " " + call.model(), none -> new ArrayList<>())
          .add(call.nanos());
    }
    List<String> uncovered = new ArrayList<>();
    lines.stream()
        .sorted(Comparator.comparing((Charge line) -> line.cost().nanos()).reversed())
        .forEach(
            line -> {
              String whose = runOf.apply(line) + " " + line.model();
              List<Long> own = bounds.getOrDefault(whose, List.of());
              Long most = own.stream().max(Comparator.naturalOrder()).orElse(-1L);
              if (most < line.cost().nanos()) {
                uncovered.add(line.toString());
              } else {
                own.remove(most);
              }
            });
    return uncovered;
  }

  private static List<String> unless(List<Call> calls, Predicate<Call> holds) {
    return calls.stream().filter(holds.negate()).map(Call::toString).toList();
  }

  private static long sum(List<Call> calls) {
    return calls.stream().mapToLong(Call::nanos).sum();
  }

  private static long sum(List<Call> calls, Map<String, Long> billed) {
    return calls.stream().mapToLong(call -> billed.getOrDefault(call.request(), 0L)).sum();
  }
}
