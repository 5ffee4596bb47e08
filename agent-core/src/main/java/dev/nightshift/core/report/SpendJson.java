package dev.nightshift.core.report;

import static dev.nightshift.core.report.ReportJson.array;
import static dev.nightshift.core.report.ReportJson.object;
import static dev.nightshift.core.report.ReportJson.word;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.ModelChoice;
import dev.nightshift.core.model.TokenUsage;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The bill in {@code report.json}. */
final class SpendJson {
  private SpendJson() {}

  static ObjectNode of(RunSpend spend) {
    return object()
        .put("budgetNanos", spend.budget().map(Money::nanos).orElse(null))
        .set("caps", array(spend.view().caps(), SpendJson::cap))
        .setAll(roleSpend(spend.view().spent()))
        .put("unresolvedNanos", spend.view().unresolved().nanos())
        .set("byRole", byRole(spend))
        .set("counterfactual", counterfactual(spend))
        .set("models", array(spend.models(), SpendJson::choice));
  }

  private static ObjectNode cap(Cap cap) {
    return object()
        .put("scope", cap.scope().name())
        .put("unit", word(cap.unit()))
        .put("amount", cap.amount())
        .put("window", word(cap.window()));
  }

  private static ObjectNode byRole(RunSpend spend) {
    Map<String, RoleSpend> roles = new TreeMap<>();
    roles.put(AgentRole.IMPLEMENTER.name(), RoleSpend.none());
    roles.put(AgentRole.REVIEWER.name(), RoleSpend.none());
    spend.view().byRole().forEach((role, part) -> roles.put(role.name(), part));
    ObjectNode node = object();
    roles.forEach((role, part) -> node.set(role, roleSpend(part)));
    return node;
  }

  private static ObjectNode roleSpend(RoleSpend part) {
    return object()
        .put("totalNanos", part.cost().nanos())
        .put("calls", part.calls())
        .set("tokens", tokens(part.usage()));
  }

  private static ObjectNode tokens(TokenUsage usage) {
    return object()
        .put("input", usage.input())
        .put("cacheRead", usage.cacheRead())
        .put("cacheCreation", usage.cacheWrites().total())
        .set("cacheCreationByLifetime", array(usage.cacheWrites().byLifetime(), SpendJson::write))
        .put("output", usage.output());
  }

  private static ObjectNode write(CacheWrites.Write write) {
    return object().put("lifetime", write.lifetime().toString()).put("tokens", write.tokens());
  }

  private static ObjectNode counterfactual(RunSpend spend) {
    Savings savings = Savings.of(spend);
    return object()
        .put("sameModelBothRolesNanos", spend.sameModelBothRoles().nanos())
        .put("savedTotal", savings.total())
        .put("savedReview", savings.review())
        .put("withoutCachingNanos", spend.withoutCaching().nanos())
        .put("savedByCaching", savings.caching());
  }

  private static ObjectNode choice(ModelChoice choice) {
    return object()
        .put("role", choice.role().name())
        .put("from", choice.from().toString())
        .put("to", choice.to().toString())
        .put("cause", word(choice.cause()))
        .put("why", choice.why())
        .put("fork", choice.fork().isEmpty() ? null : choice.fork());
  }
}
