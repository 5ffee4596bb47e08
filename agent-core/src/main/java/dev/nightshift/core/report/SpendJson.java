package dev.nightshift.core.report;

import static dev.nightshift.core.report.ReportJson.array;
import static dev.nightshift.core.report.ReportJson.object;
import static dev.nightshift.core.report.ReportJson.word;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.routing.ModelChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The bill in {@code report.json}. */
final class SpendJson {
  private SpendJson() {}

  static JsonValue of(RunSpend spend) {
    RoleSpend spent = spend.view().spent();
    return object()
        .with(
            "budgetNanos",
            spend.budget().map(Money::nanos).map(JsonValue::of).orElse(JsonValue.NULL))
        .with("caps", array(spend.view().caps(), SpendJson::cap))
        .with("totalNanos", spent.cost().nanos())
        .with("calls", spent.calls())
        .with("tokens", tokens(spent.usage()))
        .with("unresolvedNanos", spend.view().unresolved().nanos())
        .with("byRole", byRole(spend))
        .with("counterfactual", counterfactual(spend))
        .with("models", array(spend.models(), SpendJson::choice))
        .with("compactions", array(spend.compactions(), SpendJson::compaction));
  }

  static JsonValue cap(Cap cap) {
    return object()
        .with("scope", cap.scope().name())
        .with("unit", word(cap.unit()))
        .with("amount", cap.amount())
        .with("window", word(cap.window()));
  }

  private static JsonValue byRole(RunSpend spend) {
    Map<String, RoleSpend> roles = new TreeMap<>();
    roles.put(AgentRole.IMPLEMENTER.name(), RoleSpend.none());
    roles.put(AgentRole.REVIEWER.name(), RoleSpend.none());
    spend.view().byRole().forEach((role, part) -> roles.put(role.name(), part));
    Map<String, JsonValue> byRole = new LinkedHashMap<>();
    roles.forEach((role, part) -> byRole.put(role, roleSpend(part)));
    return JsonValue.object(byRole);
  }

  private static JsonValue roleSpend(RoleSpend part) {
    return object()
        .with("totalNanos", part.cost().nanos())
        .with("calls", part.calls())
        .with("tokens", tokens(part.usage()));
  }

  private static JsonValue tokens(TokenUsage usage) {
    return object()
        .with("input", usage.input())
        .with("cacheRead", usage.cacheRead())
        .with("cacheCreation", usage.cacheWrites().total())
        .with("cacheCreationByLifetime", array(usage.cacheWrites().byLifetime(), SpendJson::write))
        .with("output", usage.output());
  }

  private static JsonValue write(CacheWrites.Write write) {
    return object().with("lifetime", write.lifetime().toString()).with("tokens", write.tokens());
  }

  private static JsonValue counterfactual(RunSpend spend) {
    Savings savings = Savings.of(spend);
    return object()
        .with("sameModelBothRolesNanos", spend.sameModelBothRoles().nanos())
        .with("savedTotal", JsonValue.of(savings.total()))
        .with("savedReview", JsonValue.of(savings.review()))
        .with("withoutCachingNanos", spend.withoutCaching().nanos())
        .with("savedByCaching", JsonValue.of(savings.caching()));
  }

  private static JsonValue choice(ModelChoice choice) {
    return object()
        .with("role", choice.role().name())
        .with("from", choice.from().toString())
        .with("to", choice.to().toString())
        .with("cause", word(choice.cause()))
        .with("why", choice.why())
        .with("fork", choice.fork().isEmpty() ? null : choice.fork());
  }

  private static JsonValue compaction(Compaction compaction) {
    return object()
        .with("role", compaction.role().name())
        .with("model", compaction.model().toString())
        .with("turnsLeftOut", compaction.turnsLeftOut())
        .with("tokensBefore", compaction.tokensBefore())
        .with("tokensAfter", compaction.tokensAfter())
        .with("failure", compaction.isFailed() ? compaction.failure() : null)
        .with("fork", compaction.fork().isEmpty() ? null : compaction.fork());
  }
}
