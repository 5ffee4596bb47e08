package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A snapshot as JSON, in the words of docs/ledger-format.md. */
final class SnapshotJson {
  private static final long VERSION = 1;

  private SnapshotJson() {}

  static String of(SpendSnapshot snapshot) {
    return orNull(
            JsonValue.object().with("v", VERSION).with("at", snapshot.at().toString()),
            "perMinuteNanoUsd",
            snapshot.perMinute())
        .with("scopes", array(snapshot.scopes(), SnapshotJson::scope))
        .with("runs", array(snapshot.runs(), SnapshotJson::run))
        .with("byRole", parts(snapshot.byRole(), role -> role.name()))
        .with("byModel", parts(snapshot.byModel(), Object::toString))
        .with("unresolved", array(snapshot.unresolved(), SnapshotJson::unresolved))
        .ascii();
  }

  private static JsonValue orNull(JsonValue json, String name, @Nullable Money money) {
    return money == null ? json.with(name, (String) null) : json.with(name, money.nanos());
  }

  private static <T> JsonValue array(List<T> all, Function<T, JsonValue> one) {
    return JsonValue.array(all.stream().map(one).toList());
  }

  private static JsonValue scope(ScopeUse use) {
    return JsonValue.object()
        .with("path", array(use.path(), SnapshotJson::name))
        .with("window", use.window().name())
        .with("since", use.since().toString())
        .with("ends", use.ends() == null ? null : use.ends().toString())
        .with("settledNanoUsd", use.settled().nanos())
        .with("estimatedNanoUsd", use.estimated().nanos())
        .with("reservedNanoUsd", use.reserved().nanos())
        .with("tokens", use.tokens())
        .with("calls", use.calls())
        .with("activeMillis", use.active().toMillis())
        .with("caps", array(use.caps(), SnapshotJson::cap));
  }

  private static JsonValue name(ScopeName name) {
    return JsonValue.object().with("scope", name.scope().name()).with("name", name.name());
  }

  private static JsonValue cap(CapUse use) {
    JsonValue json =
        JsonValue.object()
            .with("unit", use.cap().unit().name())
            .with("amount", use.cap().amount())
            .with("spent", use.spent())
            .with("reserved", use.reserved())
            .with("remaining", use.remaining());
    return use.untilReached() == null
        ? json.with("secondsUntilReached", (String) null)
        : json.with("secondsUntilReached", use.untilReached().toSeconds());
  }

  private static JsonValue run(RunUse use) {
    JsonValue json =
        orNull(
            JsonValue.object()
                .with("run", use.account().run().value())
                .with("kind", use.account().kind().name())
                .with("activeMillis", use.active().toMillis())
                .with("model", use.model() == null ? null : use.model().toString()),
            "perMinuteNanoUsd",
            use.perMinute());
    return spend(json, use.spend().spent())
        .with("estimatedNanoUsd", use.spend().unresolved().nanos())
        .with("reservedNanoUsd", use.spend().reserved().nanos());
  }

  private static JsonValue spend(JsonValue json, RoleSpend spend) {
    TokenUsage usage = spend.usage();
    return json.with("spentNanoUsd", spend.cost().nanos())
        .with("calls", spend.calls())
        .with("inputTokens", usage.totalInput())
        .with("cachedTokens", usage.cacheRead())
        .with("outputTokens", usage.output());
  }

  private static <K> JsonValue parts(Map<K, PartSpend> parts, Function<K, String> word) {
    Map<String, PartSpend> sorted = new TreeMap<>();
    parts.forEach((key, part) -> sorted.put(word.apply(key), part));
    JsonValue[] json = {JsonValue.object()};
    sorted.forEach(
        (key, part) ->
            json[0] =
                json[0].with(
                    key,
                    spend(JsonValue.object(), part.spent())
                        .with("estimatedNanoUsd", part.estimated().nanos())));
    return json[0];
  }

  private static JsonValue unresolved(UnresolvedCall call) {
    return LedgerMembers.key(JsonValue.object(), call.key())
        .with("model", call.model().toString())
        .with("request", call.requestId())
        .with("day", call.day().toString())
        .with("chargedNanoUsd", call.charged().nanos())
        .with("why", call.why());
  }
}
