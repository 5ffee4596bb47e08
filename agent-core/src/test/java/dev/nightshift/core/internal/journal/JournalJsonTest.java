package dev.nightshift.core.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.metering.AttemptEnd;
import dev.nightshift.core.internal.metering.AttemptEnd.How;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JournalJsonTest {
  private static final String ODD = "a\"\n\u0000\u2028\ud83d\ude00";
  private static final MergeCandidate CANDIDATE =
      new MergeCandidate("main", "1", "2", "3", "4", "5");

  static Stream<Object> values() {
    Finding finding = new Finding(ODD, 3, Category.NULL_CHECK, ODD);
    CriterionVerdict met = new CriterionVerdict(0, true, ODD);
    ConflictReport conflict =
        new ConflictReport(
            "1", List.of(new ConflictedPath("a", ConflictReport.Kind.CONTENT, ODD)), true);
    TokenUsage usage =
        TokenUsage.builder()
            .input(400)
            .cacheWrite(Duration.ofMinutes(5), 7)
            .cacheWrite(Duration.ofHours(12), 9)
            .build();
    RoleSpend spend = new RoleSpend(Money.ofNanos(7), 2, usage);
    return Stream.of(
        new Outcome.Changed(ODD),
        new Outcome.NothingToDo("because", ODD),
        new Outcome.NeedsClarification(ODD),
        new Outcome.Stopped(EndReason.STUCK, ODD),
        new DecisionNote(ODD, ODD, ODD),
        new Review.Approved(List.of(finding), List.of(met), List.of("R1")),
        new Review.ChangesRequested(
            new RevisionRequest(finding, ODD, ODD), List.of(), List.of(), List.of()),
        new Review.Escalated(ODD, List.of(finding), List.of()),
        new Merge.Clean(CANDIDATE),
        new Merge.Conflicted(conflict),
        new WorkspacePlan(RunId.of("run-1"), "b", "main", "0"),
        new LeftOutWork(List.of(new LeftOut(ODD, LeftOut.Cause.IGNORED, ODD)), 2),
        new Staleness("1", 2, List.of("a", "b"), Map.of("a", "c")),
        new Change(
            "1",
            "2",
            List.of(new ChangedFile("c.png", ChangedFile.Kind.ADDED, 0, 0, "", true)),
            new ReadableDiff(
                "+ line\n",
                false,
                List.of(
                    new BinaryChange(
                        "c.png",
                        BinaryChange.Content.absent(),
                        new BinaryChange.Content(3, "ab".repeat(32))))),
            PatchFile.of(new byte[] {0, -1, 10, 13})),
        new Change("1", "2", List.of(), ReadableDiff.of("", true), PatchFile.tooLarge()),
        ModelOptions.standard(),
        ConversationSpec.builder(ModelId.parse("a:b"))
            .system(ODD)
            .tools(List.of(new ToolDefinition("t", ODD, "{}")))
            .options(ModelOptions.standard().withEffort(Effort.LOW).withoutCache())
            .allowSameModel(true)
            .build(),
        new SpendView(
            List.of(Cap.moneyPerRun(Money.usd("2.00"))),
            spend,
            Money.zero(),
            Money.usd("0.05"),
            Map.of(AgentRole.IMPLEMENTER, spend)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatIsWrittenIsReadAgain(Object value) {
    String line = JournalJson.write(value).ascii();

    assertThat(line).doesNotContain("\n");
    assertThat(JournalJson.read(JournalJson.parse(line), typeOf(value))).isEqualTo(value);
  }

  /** Symptom: a run that a human had decided about before was damaged, and its trust lost. */
  @Test
  void aDecisionOfBeforeHasNoTimeOfReading() {
    HumanDecision decision =
        new HumanDecision(HumanDecision.Kind.ACCEPTED, Instant.EPOCH, "", null);
    String line = JournalJson.write(decision).ascii();
    String earlier = line.replaceFirst(",\"reading\":[^,]*", "");

    assertThat(earlier).isNotEqualTo(line);
    assertThat(JournalJson.read(JournalJson.parse(earlier), HumanDecision.class))
        .isEqualTo(decision);
  }

  /** Symptom: a run that was recorded before requests had names could not be resumed. */
  @Test
  void aCallOfBeforeHasNoRequestId() {
    AttemptKey key = new AttemptKey(RunId.of("run"), AgentRole.REVIEWER, "main", 1, 1);
    AttemptEnd end =
        new AttemptEnd(key, How.RELEASED, Money.zero(), TokenUsage.zero(), "", "HTTP 429");
    String line = JournalJson.write(end).ascii();
    String earlier = line.replace("\"requestId\":\"\",", "");

    assertThat(earlier).isNotEqualTo(line);
    assertThat(JournalJson.read(JournalJson.parse(earlier), AttemptEnd.class)).isEqualTo(end);
  }

  /** Symptom: a run that was reviewed before findings had causes could not be resumed. */
  @Test
  void aFindingOfBeforeIsOnTheChange() {
    Finding finding = new Finding("A.java", 3, Category.NULL_CHECK, "it breaks");
    String line = JournalJson.write(finding).ascii();
    String earlier =
        line.replaceFirst(",\"cause\":[^,}]*", "").replaceFirst(",\"outside\":[^,}]*", "");

    assertThat(earlier).isNotEqualTo(line).doesNotContain("cause", "outside");
    assertThat(JournalJson.read(JournalJson.parse(earlier), Finding.class)).isEqualTo(finding);
  }

  @Test
  void taskIsReadAgain() {
    Task task =
        Task.builder("Fix it")
            .instructions(ODD)
            .dispatchKey("key")
            .target("release")
            .base("main")
            .kind(TaskKind.BUG_FIX)
            .risk(Risk.HIGH)
            .acceptance("said")
            .allowPath("src/**")
            .allowBinary("*.png")
            .allowTestChange("src/test/**")
            .build();

    Task read = JournalJson.read(JournalJson.write(task), Task.class);

    assertThat(read).usingRecursiveComparison().isEqualTo(task);
  }

  @Test
  void refusesMembersOfAnotherFormat() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JournalJson.read(
                    JournalJson.parse("{\"title\":\"t\",\"choice\":\"c\",\"why\":\"w\",\"x\":1}"),
                    DecisionNote.class))
        .withMessageContaining("DecisionNote");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JournalJson.read(JournalJson.parse("{\"title\":\"t\"}"), DecisionNote.class));
  }

  @Test
  void refusesAnotherAlternativeConstantOrNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalJson.read(JournalJson.parse("{\"is\":\"Absent\"}"), Outcome.class))
        .withMessageContaining("'Absent' is no Outcome");
    String index = "{\"index\":%s,\"met\":true,\"why\":\"w\"}";
    assertThat(read(index.formatted("7"), CriterionVerdict.class).index()).isEqualTo(7);
    for (String broken : List.of("1.5", "99999999999", "null", "\"7\"")) {
      assertThatIllegalArgumentException()
          .as(broken)
          .isThrownBy(() -> read(index.formatted(broken), CriterionVerdict.class))
          .withMessageContaining("CriterionVerdict");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"path\":\"a\",\"cause\":\"NONE\",\"why\":\"\"}", LeftOut.class))
        .withMessageContaining("'NONE' is no Cause");
    assertThatIllegalArgumentException().isThrownBy(() -> JournalJson.parse("{\"a\":1,\"a\":2}"));
  }

  /** Symptom: a run of an earlier version was damaged, because its gate contradicted itself. */
  @ParameterizedTest
  @CsvSource({"true,5,3", "true,1,2", "false,1,2"})
  void readsARecordedVerdictThatItsTestsContradict(boolean passed, int executed, int failed) {
    String leaf = verdict("e", passed, executed, failed, "");
    String line = verdict("all", passed, executed, failed, leaf);

    GateResult read = read(line, GateResult.class);

    for (GateResult each : List.of(read, read.parts().get(0))) {
      assertThat(each.isPassed()).isEqualTo(passed);
      assertThat(each.tests()).isEmpty();
      assertThat(each.detail())
          .startsWith("recorded by an earlier version as " + (passed ? "passed" : "failed"))
          .contains("%s of %s tests failed".formatted(failed, executed))
          .endsWith("\nok");
    }
    GateResult again = read(JournalJson.write(read).ascii(), GateResult.class);
    assertThat(again).isEqualTo(read);
  }

  @Test
  void readsTheCountsOfARedVerdict() {
    assertThat(read(verdict("e", false, 5, 3, ""), GateResult.class).tests())
        .hasValue(new TestEvidence(5, 3, 0, List.of()));
  }

  /** As it stands in a journal. */
  private static String verdict(
      String name, boolean passed, int executed, int failed, String part) {
    return """
        {"name":"%s","passed":%s,"detail":"ok","command":"","duration":"PT0S","criteria":[],
        "parts":[%s],"tests":{"executed":%s,"failed":%s,"skipped":0,"failures":[],"failedTests":[]}}
        """
        .formatted(name, passed, part, executed, failed);
  }

  @Test
  void refusesTypesThatHaveNoForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalJson.write(new Object()))
        .withMessageContaining("java.lang.Object");
  }

  private static <T> T read(String json, Class<T> type) {
    return JournalJson.read(JournalJson.parse(json), type);
  }

  private static Class<?> typeOf(Object value) {
    for (Class<?> each : value.getClass().getInterfaces()) {
      if (each.isSealed()) {
        return each;
      }
    }
    return value.getClass();
  }
}
