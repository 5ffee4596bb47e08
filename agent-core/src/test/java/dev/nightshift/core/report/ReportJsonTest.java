package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportJsonTest {
  private static final String SCHEMA = readSchema();

  private static String readSchema() {
    try (InputStream schema = RunReport.class.getResourceAsStream("report.schema.json")) {
      return new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static List<com.networknt.schema.Error> violations(String json) {
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012())
            .keyword(new AnnotationKeyword("x-source"))
            .build();
    Schema schema = SchemaRegistry.withDefaultDialect(dialect).getSchema(SCHEMA);
    return schema.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static JsonNode valid(ReportDraft builder) {
    String json = builder.build().toJson();
    assertThat(violations(json)).isEmpty();
    return JsonMapper.shared().readTree(json);
  }

  @Test
  void hasExactlyTheDocumentedFields() {
    JsonNode report = valid(SampleReports.merged("text"));

    assertThat(report.propertyNames())
        .containsExactly(
            "schemaVersion",
            "runId",
            "outcome",
            "reason",
            "detail",
            "delivery",
            "branch",
            "link",
            "task",
            "target",
            "obstacle",
            "baseCommit",
            "headCommit",
            "mergeCommit",
            "mergeTree",
            "sandbox",
            "startedAt",
            "durationMs",
            "activeMs",
            "revisions",
            "criteria",
            "gates",
            "flakyGates",
            "rounds",
            "forks",
            "openRequests",
            "reviews",
            "conflict",
            "clarifications",
            "humanDecisions",
            "reviewTime",
            "decisions",
            "spend",
            "changedFiles",
            "patchBaseCommit",
            "patchBytes",
            "diffTruncated",
            "leftOut",
            "implementerSummary");
    assertThat(report.at("/criteria/0").propertyNames())
        .containsExactly("text", "status", "met", "evidence");
    assertThat(report.at("/gates/0").propertyNames())
        .containsExactly(
            "name",
            "passed",
            "command",
            "testsExecuted",
            "testsFailed",
            "testsSkipped",
            "durationMs",
            "detail");
    assertThat(report.at("/flakyGates/0").propertyNames())
        .containsExactly(
            "gate", "mergeTree", "passed", "failed", "targetMoved", "excused", "excusedTests");
    assertThat(report.at("/rounds/0").propertyNames())
        .containsExactly(
            "mergeCommit",
            "mergeTree",
            "targetCommit",
            "gates",
            "reviews",
            "missingReviews",
            "answers",
            "fork");
    assertThat(report.at("/rounds/0/reviews/0").propertyNames())
        .containsExactly(
            "reviewer", "carriedOver", "requestId", "closes", "closed", "disputed", "review");
    assertThat(report.at("/rounds/0/missingReviews/0").propertyNames())
        .containsExactly("reviewer", "why");
    assertThat(report.at("/rounds/0/answers/0").propertyNames())
        .containsExactly("cause", "requestId", "changed", "dispute", "claim");
    assertThat(report.at("/reviews/0").propertyNames())
        .containsExactly("verdict", "request", "reason", "criteria", "alsoWrote", "findings");
    assertThat(report.at("/reviews/0/request").propertyNames())
        .containsExactly(
            "path",
            "line",
            "category",
            "cause",
            "outside",
            "problem",
            "requiredChange",
            "howToVerify");
    assertThat(report.at("/spend").propertyNames())
        .containsExactly(
            "budgetNanos",
            "caps",
            "totalNanos",
            "calls",
            "tokens",
            "unresolvedNanos",
            "byRole",
            "counterfactual",
            "models",
            "compactions");
    assertThat(report.at("/spend/compactions/0").propertyNames())
        .containsExactly(
            "role", "model", "turnsLeftOut", "tokensBefore", "tokensAfter", "failure", "fork");
    assertThat(report.at("/spend/models/0").propertyNames())
        .containsExactly("role", "from", "to", "cause", "why", "fork");
    assertThat(report.at("/spend/caps/0").propertyNames())
        .containsExactly("scope", "unit", "amount", "window");
    assertThat(report.at("/changedFiles/0").propertyNames())
        .containsExactly(
            "path",
            "kind",
            "previousPath",
            "modeBefore",
            "modeAfter",
            "added",
            "removed",
            "shown",
            "binary");
  }

  @Test
  void tellsHowTheRunEnded() {
    JsonNode report = valid(SampleReports.merged("text"));

    assertThat(report.get("outcome").asString()).isEqualTo("delivered");
    assertThat(report.get("reason").asString()).isEqualTo("merged");
    assertThat(report.get("delivery").asString()).isEqualTo("merged");
    assertThat(report.get("mergeCommit").asString()).isEqualTo(SampleReports.MERGE);
    assertThat(report.at("/task/risk").asString()).isEqualTo("low");
    assertThat(report.get("startedAt").asString()).isEqualTo("2026-01-01T12:00:00.123Z");
    assertThat(report.get("durationMs").asLong()).isEqualTo(192_345);
    assertThat(report.at("/criteria/1/status").asString()).isEqualTo("reviewer_says");
    assertThat(report.at("/reviews/0/verdict").asString()).isEqualTo("changes_requested");
    assertThat(report.at("/reviews/1/verdict").asString()).isEqualTo("escalated");
    assertThat(report.at("/reviews/2/verdict").asString()).isEqualTo("approved");
  }

  @Test
  void countsTestsOnlyForGatesThatRanSome() {
    JsonNode report = valid(SampleReports.merged("text"));

    assertThat(report.at("/gates/0/testsExecuted").isNull()).isTrue();
    assertThat(report.at("/gates/1/testsExecuted").asInt()).isEqualTo(63);
    assertThat(report.at("/gates/1/testsFailed").asInt()).isZero();
    assertThat(report.at("/gates/1/testsSkipped").asInt()).isEqualTo(1);
  }

  /** Case 15 of the list of tricky cases: what stayed unknown is told apart. */
  @Test
  void givesTheBillToTheNanoDollar() {
    JsonNode spend = valid(SampleReports.merged("text")).get("spend");

    assertThat(spend.get("budgetNanos").asLong()).isEqualTo(2_000_000_000L);
    assertThat(spend.get("totalNanos").asLong()).isEqualTo(1_000_000_000L);
    assertThat(spend.get("calls").asLong()).isEqualTo(12);
    assertThat(spend.get("unresolvedNanos").asLong()).isEqualTo(50_000_000L);
    assertThat(spend.get("tokens").toString())
        .isEqualTo(
            "{\"input\":1400,\"cacheRead\":5000,\"cacheCreation\":300,"
                + "\"cacheCreationByLifetime\":[{\"lifetime\":\"PT5M\",\"tokens\":200},"
                + "{\"lifetime\":\"PT1H\",\"tokens\":100}],\"output\":350}");
    assertThat(spend.at("/byRole/reviewer/totalNanos").asLong()).isEqualTo(100_000_000L);
    assertThat(spend.at("/byRole/implementer/tokens/cacheCreation").asLong()).isEqualTo(300);
  }

  @Test
  void writesSavingsWithFourDigits() {
    String json = SampleReports.merged("text").build().toJson();

    assertThat(json).contains("\"savedTotal\" : 0.1667,", "\"savedReview\" : 0.6667");
    assertThat(json).contains("\"withoutCachingNanos\" : 2500000000,", "\"savedByCaching\" : 0.6");
  }

  @Test
  void saysWhatCachingCostWhereItDidNotPay() {
    SpendView view = SampleReports.spend("text").view();

    Savings savings =
        Savings.of(new RunSpend(view, Money.zero(), Money.usd("0.8"), List.of(), List.of()));

    assertThat(savings.caching().toPlainString()).isEqualTo("-0.2500");
  }

  @ParameterizedTest(name = "{0} of which {1} on review, against {2}: {3} and {4}")
  @CsvSource({
    "0, 0, 0, 0.0000, 0.0000",
    "5, 0, 0, 0.0000, 0.0000",
    "100, 10, 100, 0.0000, 0.0000",
    "100, 20, 90, -0.1111, -1.0000",
    "9000000000000000000, 3000000000000000000, 9200000000000000000, 0.0217, 0.0625",
    "100, 0, 100, 0.0000, 0.0000",
    "1, 1, 3, 0.6667, 0.6667"
  })
  void computesSavingsFromExactNumbers(
      long total, long reviewer, long oneModel, String savedTotal, String savedReview) {
    RoleSpend part = new RoleSpend(Money.ofNanos(reviewer), 1, TokenUsage.zero());
    RoleSpend whole = new RoleSpend(Money.ofNanos(total), 1, TokenUsage.zero());
    SpendView view =
        new SpendView(
            List.of(), whole, Money.zero(), Money.zero(), Map.of(AgentRole.REVIEWER, part));

    Savings savings =
        Savings.of(new RunSpend(view, Money.ofNanos(oneModel), Money.zero(), List.of(), List.of()));

    assertThat(savings.total().toPlainString()).isEqualTo(savedTotal);
    assertThat(savings.review().toPlainString()).isEqualTo(savedReview);
  }

  @ParameterizedTest
  @EnumSource(RunReport.Outcome.class)
  void isValidForARunThatDidNothing(RunReport.Outcome outcome) {
    JsonNode report = valid(SampleReports.ended(outcome, EndReason.CANCELLED));

    assertThat(report.get("branch").isNull()).isTrue();
    assertThat(report.get("mergeCommit").isNull()).isTrue();
    assertThat(report.at("/spend/budgetNanos").isNull()).isTrue();
    assertThat(report.at("/spend/byRole/reviewer/calls").asLong()).isZero();
    assertThat(report.get("gates").isEmpty()).isTrue();
  }

  @Test
  void keepsHostileTextInItsField() {
    String hostile = "\"},\n\u0000\u001b[31m</script>\u2028\\ \ud83d\ude00 ```";

    JsonNode report = valid(SampleReports.merged(hostile));

    assertThat(report.get("implementerSummary").asString()).isEqualTo(hostile);
    assertThat(report.at("/reviews/0/request/howToVerify").asString()).isEqualTo(hostile);
    assertThat(report.at("/decisions/0/why").asString()).isEqualTo(hostile);
    assertThat(report.get("runId").asString()).isEqualTo("run-1");
  }

  @Test
  void canAlwaysBeEncoded() {
    JsonNode report = valid(SampleReports.merged("half \ud83d of a character"));

    assertThat(report.get("implementerSummary").asString()).isEqualTo("half ? of a character");
  }

  @Test
  void schemaRefusesWrongReports() {
    ObjectNode report = (ObjectNode) valid(SampleReports.merged("text"));

    assertThat(violations(with(report, "outcome", "great"))).isNotEmpty();
    assertThat(violations(with(report, "mergeCommit", "HEAD"))).isNotEmpty();
    assertThat(violations(with(report, "startedAt", "yesterday"))).isNotEmpty();
    assertThat(violations(with(report, "extra", "field"))).isNotEmpty();
    ObjectNode missing = report.deepCopy();
    missing.remove("gates");
    assertThat(violations(missing.toString())).isNotEmpty();
    ObjectNode approvedWithRequest = report.deepCopy();
    ((ObjectNode) approvedWithRequest.at("/reviews/0")).put("verdict", "approved");
    assertThat(violations(approvedWithRequest.toString())).isNotEmpty();
  }

  /** A reader must be able to tell a claim of a model from evidence, field by field. */
  @Test
  void schemaNamesTheSourceOfEveryTextAndNumber() {
    JsonNode schema = JsonMapper.shared().readTree(SCHEMA);
    TreeSet<String> unmarked = new TreeSet<>();
    TreeSet<String> sources = new TreeSet<>();

    collect(schema, "#", unmarked, sources);

    assertThat(unmarked).isEmpty();
    assertThat(sources)
        .containsExactly(
            "command",
            "command if status is proven, model if reviewer_says",
            "git",
            "host",
            "ledger",
            "model",
            "model if reason is nothing_to_do, needs_clarification, escalated, review_rejected"
                + " or stuck, else host",
            "reports",
            "task");
    assertThat(schema.at("/properties/implementerSummary/x-source").asString()).isEqualTo("model");
  }

  private static void collect(
      JsonNode schema, String path, Set<String> unmarked, Set<String> sources) {
    JsonNode properties = schema.path("properties");
    for (String name : properties.propertyNames()) {
      JsonNode property = properties.get(name);
      String type = property.path("type").toString();
      boolean leaf =
          type.matches(".*(string|integer|number|boolean).*")
              || property.has("enum")
              || property.has("const");
      if (leaf && property.has("x-source")) {
        sources.add(property.get("x-source").asString());
      } else if (leaf) {
        unmarked.add(path + "/" + name);
      }
      collect(property, path + "/" + name, unmarked, sources);
      collect(property.path("items"), path + "/" + name + "[]", unmarked, sources);
    }
    for (String name : schema.path("$defs").propertyNames()) {
      collect(schema.get("$defs").get(name), "#" + name, unmarked, sources);
    }
  }

  private static String with(ObjectNode report, String name, String value) {
    return report.deepCopy().put(name, value).toString();
  }
}
