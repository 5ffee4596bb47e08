package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.redact.ConfiguredSecrets;
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
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.tool.ToolDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that turn up wherever they can in a run, which ends in each of its ways. */
class RedactedRunTest {
  private static final String PLAIN = ConfiguredSecrets.add("nightkey-4711-plain-one");
  private static final String ODD = ConfiguredSecrets.add("night\"key\\4711'odd&one");
  private static final String LISTED = "account 55-7788";
  private static final String ALL = PLAIN + " and " + ODD + " and " + LISTED;
  private static final Pattern ACCOUNTS = Pattern.compile("account \\d\\d-\\d{4}");
  private static final ModelId MODEL = ModelId.parse("custom:writer");
  private static final Task TASK =
      Task.builder("Use " + PLAIN)
          .instructions("The keys are " + ALL)
          .acceptance(AcceptanceCriterion.judged("Logs in with " + ODD))
          .build();

  @TempDir private Path directory;
  private final List<String> asked = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private static final Map<String, Pipeline> ENDS = new LinkedHashMap<>();

  static {
    ENDS.put("merged", told(request -> approved()));
    ENDS.put(
        "revised until the limit", told(request -> Review.changesRequested(request("say " + ALL))));
    ENDS.put("escalated", told(request -> Review.escalated("I saw " + ALL)));
    ENDS.put("red", pipeline(RedactedRunTest::work).gate(gate(false)).build());
    ENDS.put("failed", thrown(new IllegalStateException("HTTP 401 for " + ALL)));
    ENDS.put("broken", thrown(new AssertionError("HTTP 401 for " + ALL)));
    ENDS.put(
        "without a model",
        thrown(ModelException.builder(ModelErrorKind.CALLER, "no such key " + ALL).build()));
    ENDS.put("stopped", thrown(new RunStoppedException(EndReason.ESCALATED, "because " + ALL)));
    ENDS.put("blocked", scope -> scope.end(scope.implement(RedactedRunTest::ask, Feedback.none())));
    ENDS.put("by steps of its own", RedactedRunTest::steps);
  }

  static Stream<String> ends() {
    return ENDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void neitherTheJournalNorTheReportHoldsASecretAndAReplayTellsTheSame(String end)
      throws Exception {
    RunResult result = dispatch(ENDS.get(end), Journal.directory(directory));

    RunResult replayed = replay(ENDS.get(end), result.report().runId());

    assertNoSecrets(everything());
    // Symptom: the file of events, beside a report without secrets, had them all.
    assertThat(heard).isNotEmpty();
    assertNoSecrets(String.join("\n", heard));
    assertNoSecrets(result.report().toJson() + result.report().toMarkdown() + result);
    assertThat(result.report().toMarkdown()).contains("Use \\[redacted\\]");
    assertThat(replayed.report().toJson()).isEqualTo(result.report().toJson());
    assertThat(replayed.report().toMarkdown()).isEqualTo(result.report().toMarkdown());
    assertThat(replayed).isEqualTo(result);
  }

  /** What a role is told and asks is what it was; only what is kept of it is not. */
  @Test
  void theWorkItselfIsDoneWithWhatItGot() throws Exception {
    RunResult result = dispatch(ENDS.get("merged"), Journal.inMemory());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(String.join("", asked)).contains(PLAIN).contains(ODD).contains(LISTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatRunsOnDiskAndInMemoryKeepIsTheSame(boolean isLarge) throws Exception {
    Pipeline stopping = scope -> scope.stop(EndReason.ESCALATED, ALL.repeat(isLarge ? 3_000 : 1));
    Journal memory = Journal.inMemory();

    dispatch(stopping, Journal.directory(directory));
    dispatch(stopping, memory);

    assertNoSecrets(everything());
    assertNoSecrets(memory.read(memory.runs().get(0)).toString());
  }

  private static Pipeline told(Reviewer reviewer) {
    return pipeline(RedactedRunTest::work).gate(gate(true)).reviewer(reviewer).build();
  }

  private static Pipeline thrown(Throwable thrown) {
    return pipeline(
            assignment -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) thrown;
            })
        .build();
  }

  private static MergeGate gate(boolean passes) {
    return (candidate, context) ->
        GateResult.builder("login", passes, "stdout: " + ALL)
            .command("curl -H 'X-Api-Key: " + PLAIN + "' localhost")
            .build();
  }

  private static RevisionRequest request(String change) {
    return new RevisionRequest(
        new Finding("A.java", 1, Category.LOGIC_EDGE_CASE, "prints " + PLAIN),
        change,
        "grep for " + ODD);
  }

  private static Review approved() {
    return new Review.Approved(
        List.of(new Finding("A.java", 1, Category.LOGIC_EDGE_CASE, "prints " + ALL)),
        List.of(new CriterionVerdict(0, true, "logged in with " + ALL)),
        List.of(),
        List.of("I used " + ALL));
  }

  /** Talks to a model with secrets in all that can be said, and changes a file. */
  private static Outcome work(Assignment assignment) throws InterruptedException {
    ConversationSpec spec =
        ConversationSpec.builder(MODEL)
            .system("You may use " + ALL)
            .tools(List.of(new ToolDefinition("call", "as " + ALL, "{\"type\":\"object\"}")))
            .build();
    Conversation main = assignment.conversation(spec);
    main.send(UserTurn.text(assignment.task().instructions() + assignment.feedback()));
    String environment = "PATH=/bin\nSERVICE=" + PLAIN + "\nOTHER='" + ODD + "'\nID=" + LISTED;
    main.answer(UserTurn.of(List.of(new ContentBlock.ToolResult("t1", environment, false))));
    main.send(UserTurn.text("it said " + JsonValue.of(JsonValue.of(ALL).ascii()).ascii()));
    assignment.decided(new DecisionNote("key " + PLAIN, "take " + ODD, "as " + LISTED));
    assignment.workspace().files().write("A.java", ("v" + main.hashCode()).getBytes(UTF_8));
    return new Outcome.Changed("logged in with " + ALL);
  }

  private static Outcome ask(Assignment assignment) {
    return new Outcome.NeedsClarification(assignment.task().title() + ": is it " + ALL + "?");
  }

  private static RunResult steps(RunScope scope) throws InterruptedException {
    String own = scope.step("call with " + PLAIN, () -> "got " + ALL);
    String again = scope.step("call with " + ODD, () -> "got more " + ALL);
    CommandResult ran = scope.run("env " + PLAIN, Command.of("env", "KEY=" + PLAIN));
    return scope.stop(EndReason.ESCALATED, own + again + ran.output() + ran.fullOutput());
  }

  /** Answers with secrets in the text, the thought, the arguments, their names and beneath. */
  private ModelResponse answer(ModelRequest request) {
    asked.add(request.system() + request.transcript().turns());
    JsonValue arguments =
        JsonValue.object()
            .with("headers", JsonValue.object().with("Authorization", "Bearer " + PLAIN))
            .with(ODD, JsonValue.texts(List.of(ALL)))
            .with("nested", JsonValue.object().with("body", ALL).ascii());
    boolean isFirst = asked.size() % 2 == 1;
    AssistantTurn turn =
        AssistantTurn.of(
            MODEL,
            isFirst ? StopReason.TOOL_USE : StopReason.END_TURN,
            isFirst
                ? List.of(
                    new ContentBlock.Thinking("use " + ALL, "signed"),
                    new ContentBlock.ToolUse("t1", "call", arguments.ascii()))
                : List.of(new ContentBlock.Text("done with " + ALL)));
    byte[] wire = JsonValue.object().with("said", ALL).ascii().getBytes(UTF_8);
    return ModelResponse.of(turn.withWireForm(WireForm.of("odd", wire)), TokenUsage.of(10, 5));
  }

  private RunResult dispatch(Pipeline pipeline, Journal journal) throws InterruptedException {
    InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(Map.of("A.java", "v0\n"))
            .onCommand(
                command -> CommandResult.builder(0, String.join(" ", command.argv())).build());
    try (Nightshift nightshift = engine(workspaces, journal).pipeline("it", pipeline).build()) {
      return nightshift.dispatch(TASK, "it").await();
    }
  }

  private RunResult replay(Pipeline pipeline, RunId run) {
    try (Nightshift nightshift =
        engine(InMemoryWorkspaces.unborn(), Journal.directory(directory))
            .pipeline("it", pipeline)
            .build()) {
      return nightshift.replay(run);
    }
  }

  private NightshiftBuilder engine(InMemoryWorkspaces workspaces, Journal journal) {
    return Nightshift.builder(workspaces)
        .listener(event -> heard.add(event.toJson()))
        .provider("custom", (request, context) -> answer(request))
        .prices(PriceBook.free(MODEL))
        .budget(BudgetPolicy.unlimited())
        .secrets(ACCOUNTS)
        .journal(journal);
  }

  /** All files of the journal with what they hold, a character a byte. */
  private String everything() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static void assertNoSecrets(String written) {
    List<String> forms = new ArrayList<>(List.of("55-7788"));
    for (String secret : List.of(PLAIN, ODD)) {
      byte[] bytes = secret.getBytes(UTF_8);
      String once = JsonValue.of(secret).ascii();
      String twice = JsonValue.of(once).ascii();
      forms.add(secret);
      forms.add(once.substring(1, once.length() - 1));
      forms.add(twice.substring(3, twice.length() - 3));
      forms.add(HexFormat.of().formatHex(bytes));
      forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 16));
    }
    // Its middle, however the quote and the backslash around it are written.
    forms.add("key-4711-plain");
    forms.add("4711'odd");
    assertThat(forms).noneMatch(written::contains);
    assertThat(written).contains("[redacted]");
  }
}
