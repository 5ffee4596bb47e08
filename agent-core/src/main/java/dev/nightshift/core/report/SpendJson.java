package dev.nightshift.core.report;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.TokenUsage;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The bill in {@code report.json}. */
final class SpendJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SpendJson() {}

  static ObjectNode of(RunSpend spend) {
    ObjectNode node = NODES.objectNode();
    node.put("budgetNanos", spend.budget().map(Money::nanos).orElse(null));
    node.set("caps", caps(spend));
    node.setAll(roleSpend(spend.view().spent()));
    node.put("unresolvedNanos", spend.view().unresolved().nanos());
    node.set("byRole", byRole(spend));
    node.set("counterfactual", counterfactual(spend));
    return node;
  }

  private static ArrayNode caps(RunSpend spend) {
    ArrayNode caps = NODES.arrayNode();
    for (Cap cap : spend.view().caps()) {
      caps.addObject()
          .put("scope", cap.scope().name())
          .put("unit", cap.unit().name().toLowerCase(Locale.ROOT))
          .put("amount", cap.amount())
          .put("window", cap.window().name().toLowerCase(Locale.ROOT));
    }
    return caps;
  }

  private static ObjectNode byRole(RunSpend spend) {
    Map<String, RoleSpend> roles = new TreeMap<>();
    roles.put(AgentRole.IMPLEMENTER.name(), RoleSpend.none());
    roles.put(AgentRole.REVIEWER.name(), RoleSpend.none());
    spend.view().byRole().forEach((role, part) -> roles.put(role.name(), part));
    ObjectNode node = NODES.objectNode();
    roles.forEach((role, part) -> node.set(role, roleSpend(part)));
    return node;
  }

  private static ObjectNode roleSpend(RoleSpend part) {
    ObjectNode node = NODES.objectNode();
    node.put("totalNanos", part.cost().nanos());
    node.put("calls", part.calls());
    node.set("tokens", tokens(part.usage()));
    return node;
  }

  private static ObjectNode tokens(TokenUsage usage) {
    ObjectNode node = NODES.objectNode();
    node.put("input", usage.input());
    node.put("cacheRead", usage.cacheRead());
    node.put("cacheCreation", usage.cacheWrites().total());
    ArrayNode byLifetime = node.putArray("cacheCreationByLifetime");
    for (CacheWrites.Write write : usage.cacheWrites().byLifetime()) {
      byLifetime
          .addObject()
          .put("lifetime", write.lifetime().toString())
          .put("tokens", write.tokens());
    }
    node.put("output", usage.output());
    return node;
  }

  private static ObjectNode counterfactual(RunSpend spend) {
    Savings savings = Savings.of(spend);
    ObjectNode node = NODES.objectNode();
    node.put("sameModelBothRolesNanos", spend.sameModelBothRoles().nanos());
    node.put("savedTotal", savings.total());
    node.put("savedReview", savings.review());
    return node;
  }
}
