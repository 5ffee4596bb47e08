package dev.nightshift.examples.trial;

import dev.nightshift.models.testing.Charge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
final class LedgerBill {
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

  static LedgerBill read(Path state) throws IOException {
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
   * Checks each call.
   *
   * @param bill what the server billed
   * @param runOf which run a line of the bill is of
   */
  void check(List<Charge> bill, Function<Charge, String> runOf, Checks checks) {
    Map<String, Long> billed = new TreeMap<>();
    bill.forEach(charge -> billed.merge(charge.requestId(), charge.cost().nanos(), Long::sum));
    List<Call> named = calls.stream().filter(Call::isNamed).toList();
    checks.same(
        "no two calls have one name",
        named.size(),
        (int) named.stream().map(Call::request).distinct().count());
    List<Call> settled = calls.stream().filter(call -> call.end().equals("settled")).toList();
    none(
        checks,
        "each settled call costs what the server billed by its name",
        settled,
        call -> call.nanos() == billed.getOrDefault(call.request(), -1L));
    List<Call> bounds = named.stream().filter(Call::isBound).toList();
    none(
        checks,
        "each bound of a named call covers what the server billed by its name",
        bounds,
        call -> call.nanos() >= billed.getOrDefault(call.request(), 0L));
    List<Charge> nameless =
        bill.stream()
            .filter(one -> named.stream().noneMatch(call -> call.request().equals(one.requestId())))
            .toList();
    List<Call> without = calls.stream().filter(Call::isBound).filter(c -> !c.isNamed()).toList();
    checkNameless(nameless, without, runOf, checks);
    System.out.println(
        ("settled %s = billed %s of %s named calls; bounds %s >= billed %s of %s named calls; bounds"
                + " %s of %s calls without a name >= billed %s of %s lines without a call")
            .formatted(
                sum(settled),
                sum(settled, billed),
                settled.size(),
                sum(bounds),
                sum(bounds, billed),
                bounds.size(),
                sum(without),
                without.size(),
                nameless.stream().mapToLong(charge -> charge.cost().nanos()).sum(),
                nameless.size()));
  }

  /**
   * A process that is killed between the answer and the record of its name leaves a call without:
   * it has to be one of the same run and model, and each line of the bill needs one of its own.
   */
  private static void checkNameless(
      List<Charge> lines, List<Call> calls, Function<Charge, String> runOf, Checks checks) {
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
              List<Long> own =
                  bounds.getOrDefault(runOf.apply(line) + " " + line.model(), List.of());
              Long most = own.stream().max(Comparator.naturalOrder()).orElse(-1L);
              if (most < line.cost().nanos()) {
                uncovered.add(line.toString());
              } else {
                own.remove(most);
              }
            });
    checks.same("each billed call without a name has a bound of its own", List.of(), uncovered);
  }

  private static void none(Checks checks, String claim, List<Call> calls, Predicate<Call> holds) {
    checks.same(claim, List.of(), calls.stream().filter(holds.negate()).toList());
  }

  private static long sum(List<Call> calls) {
    return calls.stream().mapToLong(Call::nanos).sum();
  }

  private static long sum(List<Call> calls, Map<String, Long> billed) {
    return calls.stream().mapToLong(call -> billed.getOrDefault(call.request(), 0L)).sum();
  }
}
