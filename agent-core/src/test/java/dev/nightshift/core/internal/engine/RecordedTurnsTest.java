package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RecordedConversation;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.journal.SnapshotNote;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal holds of conversations, and of the files between two checkpoints. */
class RecordedTurnsTest {
  private static final ModelId MODEL = ModelId.parse("custom:writer");
  private static final String ODD = "a\"\n\u0000\u2028\ud83d\ude00\ud83d";
  private static final ConversationSpec SPEC =
      ConversationSpec.builder(MODEL)
          .system(ODD.repeat(200))
          .tools(List.of(new ToolDefinition("look", ODD, "{\"type\":\"object\"}")))
          .maxOutputTokens(77)
          .allowSameModel(true)
          .build();
  private final Deque<Object> answers = new ArrayDeque<>();
  private final Map<String, Transcript> live = new LinkedHashMap<>();
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyConversationIsReadBackAsItWas(boolean inMemory) throws Exception {
    Journal journal = inMemory ? Journal.inMemory() : Journal.directory(directory);
    ContentBlock use = new ContentBlock.ToolUse("t1", "look", "{\"cut\": \"o");
    answers.add(
        answer(StopReason.TOOL_USE, new ContentBlock.Thinking(ODD, "sig"), use)
            .withWireForm(WireForm.of("odd", new byte[] {0, -1, 10, 13, (byte) 0x80})));
    answers.add(
        answer(new StopReason("new_one"), new ContentBlock.Other("future", "{ \"a\" : 1 }")));
    answers.add(answer(StopReason.PAUSE_TURN, new ContentBlock.Text("half")));
    answers.add(answer(StopReason.END_TURN, new ContentBlock.Text(ODD)));
    answers.add(ModelException.builder(ModelErrorKind.CALLER, "not understood").build());
    answers.add(answer(StopReason.END_TURN));
    Implementer two =
        assignment -> {
          Conversation plan = assignment.conversation("plan", SPEC);
          Conversation write = assignment.conversation("write", SPEC);
          plan.send(UserTurn.text(ODD));
          plan.answer(UserTurn.of(List.of(new ContentBlock.ToolResult("t1", ODD, true))));
          write.send(UserTurn.text("write"));
          plan.send(UserTurn.text("go on"));
          try {
            write.send(UserTurn.text("lost"));
          } catch (ModelException refused) {
            write.send(UserTurn.text("said in its place"));
          }
          write.answer(UserTurn.text("not sent yet"));
          live.put("implementer/plan#1", plan.transcript());
          live.put("implementer/write#1", write.transcript());
          return new Outcome.NeedsClarification("why?");
        };
    Pipeline asking = scope -> scope.end(scope.implement(two, Feedback.none()));

    Map<String, RecordedConversation> read = conversations(journal, asking);

    assertThat(live.get("implementer/plan#1").turns()).hasSize(5);
    assertThat(transcripts(read)).isEqualTo(live);
    assertThat(read.values()).allSatisfy(each -> assertThat(each.spec()).isEqualTo(SPEC));
    assertThat(read.get("implementer/plan#1").usages())
        .containsExactly(usage(5), usage(3), usage(2));
    assertThat(read.values()).allSatisfy(each -> assertThat(each.sending()).isEmpty());
  }

  @Test
  void whatWasBeingSentIsKnownBeforeItIsAnswered() throws Exception {
    Journal journal = Journal.inMemory();
    answers.add(answer(StopReason.END_TURN, new ContentBlock.Text("hello")));
    Implementer failing =
        assignment -> {
          Conversation main = assignment.conversation(SPEC);
          main.send(UserTurn.text("first"));
          answers.add(ModelException.builder(ModelErrorKind.CALLER, "no").build());
          main.send(UserTurn.text("second"));
          return new Outcome.NeedsClarification("not reached");
        };

    RecordedConversation read =
        conversations(journal, scope -> scope.end(scope.implement(failing, Feedback.none())))
            .get("implementer/main#1");

    assertThat(read.transcript().turns()).hasSize(2);
    assertThat(read.sending()).contains(UserTurn.text("second"));
  }

  @Test
  void aSpecificationThatCameBeforeIsOnlyNamed() throws Exception {
    Journal journal = Journal.inMemory();
    Implementer opening =
        assignment -> {
          assignment.conversation("one", SPEC);
          assignment.conversation("two", SPEC);
          return new Outcome.NeedsClarification("why?");
        };

    Map<String, RecordedConversation> read =
        conversations(journal, scope -> scope.end(scope.implement(opening, Feedback.none())));

    assertThat(read.get("implementer/two#1").spec()).isEqualTo(SPEC);
    assertThat(journal.read(journal.runs().get(0)))
        .filteredOn(line -> line.contains("\"is\":\"Begun\""))
        .hasSize(1);
  }

  @Test
  void filesAreKeptAfterEachTurnThatMayHaveChangedThem() throws Exception {
    Journal journal = Journal.inMemory();
    SnapshotsSeen workspaces = new SnapshotsSeen();
    workspaces.files.onCommand(
        (command, files) -> {
          writeText(files, "Made.java", "made\n");
          return CommandResult.builder(1, "failed, but wrote").build();
        });

    RunId run = scripted(workspaces, journal);
    RunRecord record = RunRecord.of(run, journal.read(run), RecordRedaction.standard());

    RecordedConversation coder = RecordedConversation.in(record).get("implementer/main#1");
    assertThat(coder.snapshots()).extracting(SnapshotNote::turn).containsExactly(4, 6, 12);
    assertThat(coder.snapshots())
        .extracting(SnapshotNote::tree)
        .isEqualTo(workspaces.taken.stream().distinct().toList());
    assertThat(coder.transcript().turns().get(3))
        .isInstanceOfSatisfying(
            AssistantTurn.class,
            turn -> assertThat(turn.toolUses().get(0).name()).isEqualTo("edit_file"));
    assertThat(RecordedConversation.in(record))
        .containsKeys("reviewer/review#1", "reviewer/review#2");
  }

  @Test
  void withoutAJournalNothingIsKept() throws Exception {
    SnapshotsSeen workspaces = new SnapshotsSeen();
    workspaces.files.onCommand(command -> CommandResult.builder(0, "").build());

    scripted(workspaces, Journal.none());

    assertThat(workspaces.taken).isEmpty();
  }

  /** Reads, edits, runs a command, finishes; is sent back once and writes one more file. */
  private static RunId scripted(SnapshotsSeen workspaces, Journal journal) throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            read("A.java"),
            edit("A.java", "v0", "v1"),
            run("make"),
            read("A.java"),
            finish("done"),
            several(write("B.java", "b\n"), finish("done again")));
    ScriptedModel critic =
        ScriptedModel.named(
            "critic", requestsChange("A.java", 1, "there is no B", "write B"), approves());
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(coder).provider(critic).journal(journal).build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Change A").build(),
              StandardPipeline.builder()
                  .implementer(ModelImplementer.using(coder.modelId().toString()))
                  .reviewer(ModelReviewer.using(critic.modelId().toString()))
                  .gate(green())
                  .delivery(Delivery.merge())
                  .build());
      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      return result.report().runId();
    }
  }

  private Map<String, RecordedConversation> conversations(Journal journal, Pipeline pipeline)
      throws Exception {
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))
            .provider((request, context) -> next())
            .prices(PriceBook.free(MODEL))
            .budget(BudgetPolicy.unlimited())
            .journal(journal)
            .build()) {
      RunId run = nightshift.run(Task.builder("Talk").build(), pipeline).report().runId();
      return RecordedConversation.in(
          RunRecord.of(run, journal.read(run), RecordRedaction.standard()));
    }
  }

  private ModelResponse next() throws ModelException {
    Object answer = answers.remove();
    if (answer instanceof ModelException failure) {
      throw failure;
    }
    return ModelResponse.of((AssistantTurn) answer, usage(answers.size()));
  }

  private static TokenUsage usage(int left) {
    return TokenUsage.of(10, left + 1);
  }

  private static AssistantTurn answer(StopReason why, ContentBlock... blocks) {
    return AssistantTurn.of(MODEL, why, List.of(blocks));
  }

  private static Map<String, Transcript> transcripts(Map<String, RecordedConversation> read) {
    Map<String, Transcript> transcripts = new LinkedHashMap<>();
    read.forEach((key, each) -> transcripts.put(key, each.transcript()));
    return transcripts;
  }

  /** Symptom: the transcript told of edits that no snapshot held, turn after turn. */
  @Test
  void aSnapshotThatFailedIsTakenAfterTheNextTurn() throws Exception {
    Journal journal = Journal.inMemory();
    SnapshotsSeen workspaces = new SnapshotsSeen();
    workspaces.failing = 1;

    RunId run = scripted(workspaces, journal);
    RunRecord record = RunRecord.of(run, journal.read(run), RecordRedaction.standard());

    assertThat(RecordedConversation.in(record).get("implementer/main#1").snapshots())
        .extracting(SnapshotNote::turn)
        .startsWith(6);
  }

  private static void writeText(WorkspaceFiles files, String path, String text) {
    files.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Notes which snapshots were taken. */
  private static final class SnapshotsSeen extends ForwardingWorkspaces {
    private final InMemoryWorkspaces files;
    private final List<String> taken = new ArrayList<>();
    private int failing;

    SnapshotsSeen() {
      this(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")));
    }

    private SnapshotsSeen(InMemoryWorkspaces files) {
      super(files);
      this.files = files;
    }

    @Override
    public ManagedWorkspace open(WorkspacePlan plan) {
      ManagedWorkspace real = super.open(plan);
      return (ManagedWorkspace)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ManagedWorkspace.class},
              (proxy, method, arguments) -> {
                boolean isSnapshot = method.getName().equals("snapshot");
                if (isSnapshot && failing-- > 0) {
                  throw new IllegalStateException("no space left");
                }
                Object result = method.invoke(real, arguments);
                if (isSnapshot) {
                  taken.add((String) result);
                }
                return result;
              });
    }
  }
}
