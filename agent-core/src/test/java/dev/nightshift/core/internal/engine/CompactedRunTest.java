package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RecordedConversation;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the journal and the report hold of a run whose conversation was compacted. */
class CompactedRunTest {
  private static final int FILES = 40;
  private final Journal journal = Journal.inMemory();
  private final Reader reader = new Reader();

  @Test
  void theJournalHoldsAllTurnsAndWhatIsSentOfThem() throws Exception {
    RunResult result = run(ModelImplementer.builder(Reader.MODEL).build());

    RunId run = result.report().runId();
    RecordedConversation main =
        RecordedConversation.in(RunRecord.of(run, journal.read(run), RecordRedaction.standard()))
            .get("implementer/main#1");
    assertThat(result.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
    assertThat(reader.summaries).isGreaterThan(1);
    assertThat(main.transcript().turns()).hasSize(2 * (FILES + 1) + 1);
    List<Turn> sent = main.sent().turns();
    assertThat(sent.subList(0, sent.size() - 2)).isEqualTo(reader.last.turns());
    assertThat(main.sending()).isEmpty();
  }

  @Test
  void theBillAndTheStepsOfTheRoleAreTheRealOnes() throws Exception {
    RunResult result = run(ModelImplementer.builder(Reader.MODEL).maxSteps(FILES + 1).build());

    assertThat(result.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
    assertThat(result.report().spend().view().byRole().get(AgentRole.IMPLEMENTER).calls())
        .isEqualTo(FILES + 1 + reader.summaries);
    assertThat(result.report().spend().compactions()).hasSize(reader.summaries);
  }

  /** Symptom: an accepted run forgot that it was compacted, and so did one that went on. */
  @Test
  void anAcceptedRunKnowsThatItWasCompacted() throws Exception {
    reader.finishes = true;
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(files());
    RunResult proposed;
    try (Nightshift first = engine(workspaces)) {
      proposed = first.dispatch(Task.builder("Read").build(), "it").await();
    }
    RunResult accepted;
    try (Nightshift second = engine(workspaces)) {
      accepted = second.accept(proposed.report().runId(), Acceptance.plain()).await();
    }

    assertThat(accepted.reason())
        .as(accepted.report().ending().detail())
        .isEqualTo(EndReason.MERGED);
    assertThat(accepted.report().spend().compactions())
        .hasSizeGreaterThan(1)
        .isEqualTo(proposed.report().spend().compactions());
  }

  private Nightshift engine(InMemoryWorkspaces workspaces) {
    return Nightshift.builder(workspaces)
        .provider(reader)
        .budget(BudgetPolicy.unlimited())
        .journal(journal)
        .pipeline(
            "it",
            EngineFixture.pipeline(ModelImplementer.builder(Reader.MODEL).build())
                .delivery(Delivery.branch())
                .build())
        .build();
  }

  private RunResult run(ModelImplementer implementer) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(files()))
            .provider(reader)
            .budget(BudgetPolicy.unlimited())
            .journal(journal)
            .build()) {
      return nightshift.run(
          Task.builder("Read").build(),
          scope -> scope.end(scope.implement(implementer, Feedback.none())));
    }
  }

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put(i + ".txt", "some line of text\n".repeat(160));
    }
    return files;
  }

  /** Reads file after file, then asks a question, or writes a file and finishes. */
  private static final class Reader implements ModelProvider {
    private static final ModelId MODEL = ModelId.parse("reader:one");
    private Transcript last = Transcript.empty();
    private int summaries;
    private int read;
    private boolean finishes;

    @Override
    public String name() {
      return "reader";
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return ModelFacts.cautious(id)
          .withLimits(new ModelLimits(20_000, 2_000))
          .withPrice(Price.free());
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context) {
      long tokens = TokenEstimator.byBytes().upperBound(request) / 3;
      return ModelResponse.of(answer(request), TokenUsage.of(tokens, 30));
    }

    private AssistantTurn answer(ModelRequest request) {
      List<Turn> turns = request.transcript().turns();
      List<ContentBlock> said = new ArrayList<>(turns.get(turns.size() - 1).blocks());
      if (said.get(said.size() - 1) instanceof ContentBlock.Text text
          && text.text().contains("about to be compacted")) {
        summaries++;
        return AssistantTurn.text(MODEL, "## Done\nread");
      }
      last = request.transcript();
      String id = "c" + read;
      ContentBlock.ToolUse use =
          read < FILES
              ? new ContentBlock.ToolUse(id, "read_file", "{\"path\":\"" + read + ".txt\"}")
              : end(id);
      read++;
      return AssistantTurn.of(
              MODEL, StopReason.TOOL_USE, List.of(new ContentBlock.Thinking("hm", "sig"), use))
          .withWireForm(WireForm.of("wire", new byte[] {1, 2}));
    }

    private ContentBlock.ToolUse end(String id) {
      if (!finishes) {
        return new ContentBlock.ToolUse(id, "blocked", "{\"question\":\"why?\"}");
      }
      return read == FILES
          ? new ContentBlock.ToolUse(id, "write_file", "{\"path\":\"new\",\"content\":\"x\"}")
          : new ContentBlock.ToolUse(id, "finish", "{\"summary\":\"read\"}");
    }
  }
}
