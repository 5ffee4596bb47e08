package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.ledger.LedgerRecord.Warned;
import dev.nightshift.core.ledger.LedgerRecord.Wish;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of records of a ledger. Money is in nano-dollars, counts of nothing are left out. */
final class LedgerMembers {
  /** Is left out where nothing but the percentage is kept. */
  private static final String KEPT = "keptForReviewer";

  private LedgerMembers() {}

  static JsonValue key(JsonValue json, AttemptKey key) {
    return json.with("run", key.run().value())
        .with("role", key.role().name())
        .with("conversation", key.conversation())
        .with("turn", key.turn())
        .with("attempt", key.attempt());
  }

  /** Records of before have none. */
  static @Nullable Billing billing(JsonValue json) {
    return json.has("billing") ? Billing.valueOf(json.required("billing").text()) : null;
  }

  static AttemptKey key(JsonValue json) {
    return new AttemptKey(
        RunId.of(json.required("run").text()),
        new AgentRole(json.required("role").text()),
        json.required("conversation").text(),
        small(json, "turn"),
        small(json, "attempt"));
  }

  static JsonValue reserved(JsonValue json, Reserved reserved) {
    CallEstimate wanted = reserved.wish().call();
    return key(json, reserved.key())
        .with("writer", reserved.writer())
        .with("day", reserved.day().toString())
        .with("model", wanted.model().toString())
        .with("input", wanted.inputUpperBound())
        .with("wanted", wanted.maxOutputTokens())
        .with("worst", reserved.wish().worst().nanos())
        .with("least", reserved.wish().minOutputTokens())
        .with("output", reserved.reservation().call().maxOutputTokens())
        .with("hold", reserved.reservation().hold().nanos());
  }

  static Reserved reserved(JsonValue json) {
    AttemptKey key = key(json);
    CallEstimate wanted =
        new CallEstimate(
            ModelId.parse(json.required("model").text()),
            key.role(),
            json.required("input").whole(),
            small(json, "wanted"));
    Wish wish = new Wish(wanted, money(json, "worst"), small(json, "least"));
    CallEstimate granted = wanted.withMaxOutputTokens(small(json, "output"));
    return new Reserved(
        new Reservation(key, granted, money(json, "hold")),
        wish,
        LocalDate.parse(json.required("day").text()),
        json.required("writer").whole());
  }

  static JsonValue timed(JsonValue json, Timed timed) {
    Map<String, JsonValue> roles = new TreeMap<>();
    timed.byRole().forEach((role, time) -> roles.put(role.name(), JsonValue.of(time)));
    JsonValue whole =
        json.with("run", timed.run().value())
            .with("writer", timed.writer())
            .with("day", timed.day().toString())
            .with("millis", timed.millis())
            .with("roles", JsonValue.object(roles));
    return count(whole, "held", timed.held());
  }

  static Timed timed(JsonValue json) {
    Map<AgentRole, Long> roles = new HashMap<>();
    json.required("roles")
        .properties()
        .forEach((role, time) -> roles.put(new AgentRole(role), time.whole()));
    return new Timed(
        RunId.of(json.required("run").text()),
        LocalDate.parse(json.required("day").text()),
        json.required("millis").whole(),
        roles,
        counted(json, "held"),
        json.required("writer").whole());
  }

  static JsonValue charge(JsonValue json, Money cost, TokenUsage usage) {
    return json.with("cost", cost.nanos()).with("usage", usage(usage));
  }

  private static JsonValue usage(TokenUsage usage) {
    JsonValue json = count(JsonValue.object(), "input", usage.input());
    json = count(json, "cacheRead", usage.cacheRead());
    List<JsonValue> writes = new ArrayList<>();
    for (CacheWrites.Write write : usage.cacheWrites().byLifetime()) {
      writes.add(
          JsonValue.object()
              .with("lifetime", write.lifetime().toString())
              .with("tokens", write.tokens()));
    }
    json = writes.isEmpty() ? json : json.with("cacheWrites", JsonValue.array(writes));
    json = count(json, "output", usage.output());
    json = count(json, "reasoning", usage.reasoning());
    json = count(json, "fees", usage.feesNanoUsd());
    json = usage.isEstimated() ? json.with("estimated", true) : json;
    BillingTerms terms = usage.terms();
    return terms.equals(BillingTerms.plain())
        ? json
        : json.with("service", terms.service().name()).with("region", terms.region());
  }

  private static JsonValue count(JsonValue json, String name, long count) {
    return count == 0 ? json : json.with(name, count);
  }

  static TokenUsage usage(JsonValue json) {
    JsonValue usage = json.required("usage");
    List<CacheWrites.Write> writes = new ArrayList<>();
    for (JsonValue write : usage.path("cacheWrites").values()) {
      writes.add(
          new CacheWrites.Write(
              Duration.parse(write.required("lifetime").text()), write.required("tokens").whole()));
    }
    BillingTerms terms =
        usage.has("service")
            ? new BillingTerms(
                ServiceTier.valueOf(usage.required("service").text()),
                usage.required("region").text())
            : BillingTerms.plain();
    return new TokenUsage(
        counted(usage, "input"),
        counted(usage, "cacheRead"),
        new CacheWrites(writes),
        counted(usage, "output"),
        counted(usage, "reasoning"),
        counted(usage, "fees"),
        usage.has("estimated") && usage.required("estimated").truth(),
        terms);
  }

  private static long counted(JsonValue json, String name) {
    return json.has(name) ? json.required(name).whole() : 0;
  }

  static JsonValue account(JsonValue json, Account account) {
    List<JsonValue> enclosing = new ArrayList<>();
    for (ScopeName scope : account.enclosing()) {
      enclosing.add(
          JsonValue.object().with("scope", scope.scope().name()).with("name", scope.name()));
    }
    JsonValue whole =
        json.with("run", account.run().value())
            .with("kind", account.kind().name())
            .with("enclosing", JsonValue.array(enclosing))
            .with("caps", caps(account.caps()))
            .with("reviewerSharePercent", account.reviewerSharePercent());
    return account.keptForReviewer().isEmpty()
        ? whole
        : whole.with(KEPT, caps(account.keptForReviewer()));
  }

  private static JsonValue caps(List<Cap> caps) {
    return JsonValue.array(caps.stream().map(LedgerMembers::cap).toList());
  }

  private static List<Cap> caps(JsonValue json) {
    List<Cap> caps = new ArrayList<>();
    for (JsonValue cap : json.values()) {
      caps.add(cap(cap));
    }
    return caps;
  }

  static Account account(JsonValue json) {
    List<ScopeName> enclosing = new ArrayList<>();
    for (JsonValue scope : json.required("enclosing").values()) {
      enclosing.add(
          new ScopeName(
              new BudgetScope(scope.required("scope").text()), scope.required("name").text()));
    }
    return new Account(
        RunId.of(json.required("run").text()),
        new TaskKind(json.required("kind").text()),
        enclosing,
        caps(json.required("caps")),
        small(json, "reviewerSharePercent"),
        json.has(KEPT) ? caps(json.required(KEPT)) : List.of());
  }

  static JsonValue warned(JsonValue json, Warned warned) {
    return json.with("run", warned.run().value())
        .with("role", warned.role().name())
        .with("cap", cap(warned.cap()))
        .with("day", warned.day().toString())
        .with("percent", warned.percent());
  }

  static Warned warned(JsonValue json) {
    return new Warned(
        RunId.of(json.required("run").text()),
        new AgentRole(json.required("role").text()),
        cap(json.required("cap")),
        LocalDate.parse(json.required("day").text()),
        small(json, "percent"));
  }

  static JsonValue cap(Cap cap) {
    JsonValue json =
        JsonValue.object()
            .with("scope", cap.scope().name())
            .with("unit", cap.unit().name())
            .with("amount", cap.amount())
            .with("window", cap.window().name());
    SoftLimit soft = cap.softLimit();
    return soft == null
        ? json
        : json.with("softPercent", soft.percent()).with("softMode", soft.mode().name());
  }

  static Cap cap(JsonValue json) {
    return new Cap(
        new BudgetScope(json.required("scope").text()),
        BudgetUnit.valueOf(json.required("unit").text()),
        json.required("amount").whole(),
        BudgetWindow.valueOf(json.required("window").text()),
        json.has("softPercent") ? softLimit(json) : null);
  }

  private static SoftLimit softLimit(JsonValue json) {
    return new SoftLimit(
        small(json, "softPercent"), SoftLimit.Mode.valueOf(json.required("softMode").text()));
  }

  private static Money money(JsonValue json, String name) {
    return Money.ofNanos(json.required(name).whole());
  }

  private static int small(JsonValue json, String name) {
    return Math.toIntExact(json.required(name).whole());
  }
}
