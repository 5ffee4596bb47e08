package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.CompactionPolicy;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A conversation that fills its window, told in steps of about 1,000 tokens: a call of a tool and
 * its result.
 */
class CompactionTest {
  private static final int WINDOW = 10_000;
  private static final String SUMMARY =
      "## Task\nt\n## Done\nread\n## Pending\nwrite\n## Files\nnone\n## Decisions\nnone\n"
          + "## Failing tests\nnone";
  private static final UserTurn OPENING = UserTurn.text("Do the task.");

  private MeterFixture at = new MeterFixture();
  private final List<CompactedHistory> heard = new ArrayList<>();
  private RunMeter meter;
  private Conversation conversation;
  private int calls;

  @BeforeEach
  void smallWindow() {
    open(CompactionPolicy.standard());
  }

  private void open(CompactionPolicy policy, Cap... caps) {
    at = new MeterFixture();
    at.provider.limits = new ModelLimits(WINDOW, 2_000);
    meter = at.meter(caps);
    conversation =
        meter.open(
            spec(STRONG)
                .system("Be brief.")
                .tools(List.of(new ToolDefinition("read_file", "Reads", "{}")))
                .compaction(policy)
                .build(),
            AgentRole.IMPLEMENTER,
            "main",
            new TurnListener() {
              @Override
              public void compacted(CompactedHistory history) {
                heard.add(history);
              }
            });
  }

  @Test
  void theHistoryIsReplacedByASummaryOfTheSameModelAndTheLastTurns() throws Exception {
    work(7);
    at.provider.then(says(SUMMARY)).then(this::callsATool);

    AssistantTurn answer = conversation.send(result("the newest result"));

    ModelRequest asking = request(-2);
    assertThat(asking.tools()).isEqualTo(request(-3).tools());
    assertThat(asking.system()).isEqualTo("Be brief.");
    assertThat(asking.transcript().turns())
        .startsWith(conversation.transcript().turns().subList(0, 14).toArray(Turn[]::new))
        .hasSize(15);
    assertThat(lastText(asking)).contains("about to be compacted", "## Failing tests");
    List<Turn> sent = request(-1).transcript().turns();
    assertThat(texts(sent.get(0))).contains("Do the task.", "10 turns that stood here");
    assertThat(texts(sent.get(1))).isEqualTo(SUMMARY);
    assertThat(texts(sent.get(2))).contains("Go on from there.");
    List<Turn> whole = conversation.transcript().turns();
    assertThat(sent).hasSize(7);
    assertThat(((AssistantTurn) sent.get(3)).toolUses())
        .isEqualTo(((AssistantTurn) whole.get(11)).toolUses());
    assertThat(sent.get(4)).isEqualTo(whole.get(12));
    assertThat(sent.get(6)).isEqualTo(whole.get(14));
    assertThat(conversation.transcript().turns()).hasSize(16).endsWith(answer);
    assertEachRequestIsOneThatProvidersTake();
  }

  @Test
  void theSummaryIsPaidForByTheRoleAndTold() throws Exception {
    work(7);
    at.provider.then(says(SUMMARY)).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(at.spend().byRole().get(AgentRole.IMPLEMENTER).calls()).isEqualTo(9);
    assertThat(at.spend().spent().calls()).isEqualTo(9);
    Compaction told = meter.compactions().get(0);
    assertThat(meter.compactions()).hasSize(1);
    assertThat(told.isFailed()).isFalse();
    assertThat(told.turnsLeftOut()).isEqualTo(10);
    assertThat(told.tokensBefore()).isBetween(7_500L, 9_000L);
    assertThat(told.tokensAfter()).isLessThan(told.tokensBefore() / 2);
    assertThat(at.last("model.compacted").attributes())
        .containsEntry("role", "implementer")
        .containsEntry("model", "fake:strong")
        .containsEntry("turnsLeftOut", 10)
        .containsEntry("tokensBefore", told.tokensBefore())
        .containsEntry("tokensAfter", told.tokensAfter())
        .containsEntry("failure", "");
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).of(conversation.transcript().turns().subList(0, 14)).turns())
        .isEqualTo(request(-1).transcript().turns().subList(0, 6));
  }

  @Test
  void belowTheShareNothingIsCompacted() throws Exception {
    work(7);

    assertThat(at.provider.requests).hasSize(7);
    assertThat(meter.compactions()).isEmpty();
  }

  @Test
  void aSmallerShareCompactsEarlier() throws Exception {
    open(CompactionPolicy.standard().withPercentOfWindow(50));
    work(5);
    at.provider.then(says(SUMMARY)).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(meter.compactions()).hasSize(1);
  }

  /**
   * Symptom: what only its producer understands was sent behind a history it does not belong to.
   */
  @Test
  void reasoningOfKeptTurnsIsLeftOutAndStaysInTheTranscript() throws Exception {
    work(7);
    at.provider.then(says(SUMMARY)).then(this::callsATool);

    conversation.send(result("more"));

    AssistantTurn kept = (AssistantTurn) request(-1).transcript().turns().get(3);
    assertThat(kept.wireForm()).isEmpty();
    assertThat(kept.blocks()).hasOnlyElementsOfType(ContentBlock.ToolUse.class);
    AssistantTurn whole = (AssistantTurn) conversation.transcript().turns().get(11);
    assertThat(whole.wireForm()).isPresent();
    assertThat(whole.blocks()).hasAtLeastOneElementOfType(ContentBlock.Thinking.class);
  }

  @Test
  void whatTheHostToldAndKnowsStandsThereWordForWordAlsoTheSecondTime() throws Exception {
    work(3);
    at.provider.then(this::callsATool);
    conversation.send(
        UserTurn.of(
            List.of(
                new ContentBlock.ToolResult("c3", "read", false),
                new ContentBlock.Text("A human answered: <<use B>>"))));
    conversation.whenCompacted(() -> "Changed so far: A.java, " + calls + " calls");
    workUntilCompacted(1);
    workUntilCompacted(2);

    UserTurn opening = heard.get(1).opening();

    assertThat(texts(opening))
        .contains("Do the task.", "time 2: ", "A human answered: <<use B>>", "Changed so far: A.")
        .doesNotContain("time 1: ");
    assertThat(texts(heard.get(1).summary())).isEqualTo(SUMMARY);
    assertThat(opening.blocks().stream().filter(block -> said(block).contains("<<use B>>")))
        .hasSize(1);
    assertEachRequestIsOneThatProvidersTake();
  }

  @Test
  void aSummaryThatLacksAHeadingSaysSo() throws Exception {
    work(7);
    at.provider.then(says("**Done**\nall\n# Pending:\nnone\n- Files -\nA")).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(texts(heard.get(0).opening()))
        .contains("Your summary lacks: Task, Decisions, Failing tests.");
  }

  @Test
  void itIsCompactedAtMostSoOften() throws Exception {
    open(CompactionPolicy.standard().withMost(1));
    workUntilCompacted(1);

    assertThatThrownBy(() -> work(30))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED))
        .hasMessageContaining("leaves no room for an answer")
        .hasMessageEndingWith("; its history was compacted once");
    assertThat(heard).hasSize(1);
  }

  @Test
  void offAConversationThatFillsItsWindowEndsTheRun() throws Exception {
    open(CompactionPolicy.off());

    assertThatThrownBy(() -> work(30))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageEndingWith("of fake:strong");
    assertThat(heard).isEmpty();
  }

  static Stream<Arguments> useless() {
    return Stream.of(
        Arguments.of(stops(StopReason.REFUSAL, SUMMARY), "declined"),
        Arguments.of(stops(StopReason.MAX_TOKENS, SUMMARY), "cut at its limit"),
        Arguments.of(stops(StopReason.END_TURN, " \n"), "held no summary"),
        Arguments.of(stops(StopReason.END_TURN, "I go on."), "none of the headings"),
        Arguments.of(stops(StopReason.END_TURN, SUMMARY + "x".repeat(30_000)), "no shorter"),
        Arguments.of(
            (ModelProvider)
                (request, context) -> {
                  throw ModelException.builder(ModelErrorKind.CALLER, "not\nunderstood").build();
                },
            "not understood"),
        Arguments.of(
            (ModelProvider)
                (request, context) -> {
                  throw ModelException.builder(ModelErrorKind.CONTEXT_LENGTH, "too long").build();
                },
            "too long"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("useless")
  void withoutAUsableSummaryTheConversationGoesOnWhole(ModelProvider summary, String why)
      throws Exception {
    work(7);
    at.provider.then(summary).then(this::callsATool).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(request(-1).transcript().turns())
        .isEqualTo(conversation.transcript().turns().subList(0, 15));
    assertThat(meter.compactions()).hasSize(1);
    assertThat(meter.compactions().get(0).failure()).contains(why);
    assertThat(meter.compactions().get(0).turnsLeftOut()).isZero();
    assertThat(heard).isEmpty();
    conversation.send(UserTurn.of(List.of(new ContentBlock.ToolResult("c8", "short", false))));
    assertThat(meter.compactions()).as("not asked again at once").hasSize(1);
  }

  @Test
  void afterAFailedSummaryTheNextOneIsTriedWhenThereIsMoreToGain() throws Exception {
    work(7);
    at.provider.then(says("chat")).then(this::callsATool);
    conversation.send(result("more"));
    at.provider.then(says(SUMMARY)).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(meter.compactions()).extracting(Compaction::isFailed).containsExactly(true, false);
  }

  @Test
  void aSummaryThatIsNotAffordableChangesNothing() throws Exception {
    open(CompactionPolicy.standard(), Cap.callsPerRun(7));
    work(7);

    assertThatThrownBy(() -> conversation.send(result("more")))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED));
    assertThat(at.provider.requests).hasSize(7);
  }

  @Test
  void aCancelDuringTheSummaryEndsTheRun() throws Exception {
    work(7);
    at.provider.then(
        (request, context) -> {
          at.cancellation.cancel(EndReason.CANCELLED, "enough");
          throw ModelException.builder(ModelErrorKind.OVERLOADED, "cut").build();
        });

    assertThatThrownBy(() -> conversation.send(result("more")))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.CANCELLED));
  }

  /** The provider's own count may be far from what anybody estimated. */
  @Test
  void aPromptThatTheProviderRefusesAsTooLongIsCompactedAndSentAgain() throws Exception {
    work(5);
    at.provider.fails(tooLong()).then(says(SUMMARY)).then(this::callsATool);

    conversation.send(result("more"));

    assertThat(lastText(request(-2))).contains("oldest results of your tools are already left out");
    assertThat(size(request(-2))).isLessThan(size(request(-3)) * 2 / 3);
    assertThat(request(-1).transcript().turns()).hasSizeLessThan(8);
    assertThat(conversation.transcript().turns()).hasSize(12);
    assertEachRequestIsOneThatProvidersTake();
  }

  @Test
  void anAnswerThatFilledTheWindowIsGoneOnWithAfterCompacting() throws Exception {
    work(5);
    at.provider
        .then(stops(StopReason.CONTEXT_WINDOW_EXCEEDED, "half of an ans"))
        .then(says(SUMMARY))
        .then(says("done"));

    AssistantTurn answer = conversation.send(result("more"));

    assertThat(answer.text()).isEqualTo("done");
    assertThat(request(-1).transcript().turns()).hasSizeLessThan(9);
    assertThat(lastText(request(-1))).isEqualTo("Continue.");
    assertThat(conversation.transcript().turns()).hasSize(14);
    assertEachRequestIsOneThatProvidersTake();
  }

  @Test
  void whatIsTooLongFromItsFirstTurnOnIsNotPaidForASummary() throws Exception {
    at.provider.then(this::callsATool);
    conversation.send(UserTurn.text("x".repeat(20_000)));
    at.provider.then(this::callsATool);

    conversation.send(result("more"));

    assertThat(meter.compactions()).isEmpty();
    assertThat(at.provider.requests).hasSize(2);
  }

  private void work(int steps) throws InterruptedException {
    for (int step = 0; step < steps; step++) {
      at.provider.then(this::answers);
      conversation.send(calls == 0 ? OPENING : result("some result"));
    }
  }

  private void workUntilCompacted(int times) throws InterruptedException {
    while (heard.size() < times) {
      work(1);
    }
  }

  /** What a model does that has to be asked nothing twice. */
  private ModelResponse answers(ModelRequest request, CallContext context)
      throws InterruptedException {
    boolean isAsked = lastText(request).contains("about to be compacted");
    if (isAsked || size(request) > WINDOW) {
      at.provider.then(this::answers);
    }
    if (size(request) > WINDOW) {
      return stops(StopReason.CONTEXT_WINDOW_EXCEEDED, "cut").complete(request, context);
    }
    return isAsked ? says(SUMMARY).complete(request, context) : callsATool(request, context);
  }

  private ModelResponse callsATool(ModelRequest request, CallContext context) {
    ContentBlock.ToolUse use = new ContentBlock.ToolUse("c" + ++calls, "read_file", "{}");
    AssistantTurn turn =
        AssistantTurn.of(
                STRONG, StopReason.TOOL_USE, List.of(new ContentBlock.Thinking("hm", "sig"), use))
            .withWireForm(WireForm.of("wire", new byte[50]));
    return ModelResponse.of(turn, TokenUsage.of(size(request), 40));
  }

  private static ModelProvider says(String text) {
    return stops(StopReason.END_TURN, text);
  }

  private static ModelProvider stops(StopReason reason, String text) {
    return (request, context) ->
        ModelResponse.of(
            AssistantTurn.of(STRONG, reason, List.of(new ContentBlock.Text(text))),
            TokenUsage.of(size(request), 1 + text.length() / 3));
  }

  private static ModelException tooLong() {
    return ModelException.builder(ModelErrorKind.CONTEXT_LENGTH, "too long").build();
  }

  private UserTurn result(String text) {
    return UserTurn.of(
        List.of(
            new ContentBlock.ToolResult(
                "c" + calls, (text + " ").repeat(3_000).substring(0, 3_000), false)));
  }

  private static long size(ModelRequest request) {
    return TokenEstimator.byBytes().upperBound(request) / 3;
  }

  private ModelRequest request(int index) {
    List<ModelRequest> requests = at.provider.requests;
    return requests.get(requests.size() + index);
  }

  private static String lastText(ModelRequest request) {
    List<Turn> turns = request.transcript().turns();
    return texts(turns.get(turns.size() - 1));
  }

  private static String texts(Turn turn) {
    return String.join("\n", turn.blocks().stream().map(CompactionTest::said).toList()).strip();
  }

  private static String said(ContentBlock block) {
    return block instanceof ContentBlock.Text text ? text.text() : "";
  }

  /** Roles alternate, it ends with the host, and each call is answered once, in the next turn. */
  private void assertEachRequestIsOneThatProvidersTake() {
    for (ModelRequest request : at.provider.requests) {
      List<Turn> turns = request.transcript().turns();
      Set<String> open = Set.of();
      for (int i = 0; i < turns.size(); i++) {
        assertThat(turns.get(i)).isInstanceOf(i % 2 == 0 ? UserTurn.class : AssistantTurn.class);
        assertThat(turns.get(i).blocks()).isNotEmpty();
        Set<String> answered = new HashSet<>();
        turns.get(i).blocks().stream()
            .filter(ContentBlock.ToolResult.class::isInstance)
            .forEach(block -> answered.add(((ContentBlock.ToolResult) block).toolUseId()));
        assertThat(answered).isEqualTo(open);
        open = new HashSet<>();
        if (turns.get(i) instanceof AssistantTurn answer) {
          answer.toolUses().stream().map(ContentBlock.ToolUse::id).forEach(open::add);
        }
      }
      assertThat(turns.get(turns.size() - 1)).isInstanceOf(UserTurn.class);
    }
  }
}
