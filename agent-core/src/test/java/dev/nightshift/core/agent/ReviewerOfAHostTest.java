package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reviewer with instructions and tools of its host, such as one for security. */
class ReviewerOfAHostTest {
  private static final String SECURITY = "You are a security reviewer; look for injection.";
  private static final AssistantTurn ESCALATES =
      call("9", "submit_review", "verdict", "escalate", "reason", "a human has to look");
  private final FakeReviewRequest request = new FakeReviewRequest();
  private final FakeConversation model = request.conversation;

  @Test
  void instructionsAreAddedToTheRulesAndReplaceNone() throws Exception {
    ConversationSpec plain = spec(ModelReviewer.builder(Turns.MODEL).build());
    ConversationSpec ofSecurity = spec(builder().instructions("  " + SECURITY + "\n").build());

    assertThat(ofSecurity.system()).startsWith(plain.system()).endsWith("\n" + SECURITY + "\n");
    assertThat(ofSecurity.system().substring(plain.system().length()))
        .contains("the rules above hold");
    assertThat(ofSecurity.tools()).isEqualTo(plain.tools());
  }

  @Test
  void whatIsCachedIsTheSameInEveryReview() throws Exception {
    ModelReviewer reviewer = builder().instructions(SECURITY).addTool(policy()).build();

    ConversationSpec first = spec(reviewer);
    request.patch = "-other\n+change\n";
    ConversationSpec second = spec(reviewer);

    assertThat(second.system()).isEqualTo(first.system());
    assertThat(second.tools()).isEqualTo(first.tools());
    assertThat(model.sent(0)).as("the part that changes").doesNotContain(SECURITY);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", " \n\t"})
  void blankInstructionsAreRefusedByBothRoles(String blank) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().instructions(blank))
        .withMessageContaining("blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelImplementer.builder(Turns.MODEL).instructions(blank))
        .withMessageContaining("blank");
  }

  @Test
  void instructionsThatFillTheContextOrAreNullAreRefused() {
    builder().instructions("x".repeat(20_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().instructions("x".repeat(20_001)))
        .withMessageContaining("20001")
        .withMessageContaining("20000");
    assertThatNullPointerException()
        .isThrownBy(() -> builder().instructions(absent()))
        .withMessageContaining("instructions");
  }

  @Test
  void anAddedToolReadsTheCandidateAndItsBaseAndItsAnswerIsFenced() throws Exception {
    Tool compare =
        Tool.readOnly(
            new ToolDefinition("compare", "Compares.", "{\"type\":\"object\"}"),
            (arguments, context) ->
                ToolOutcome.ok(
                    context.task().title()
                        + context.base().read("A.java").text().orElse("")
                        + context.files().read("A.java").text().orElse("")));
    model.willAnswer(call("1", "compare"), ESCALATES);

    builder().addTool(compare).build().review(request);

    assertThat(Objects.requireNonNull(request.spec).tools())
        .extracting(ToolDefinition::name)
        .containsExactly("compare", "list_files", "read_file", "search", "submit_review");
    assertThat(model.result(1, "1").content())
        .startsWith("<untrusted id=")
        .contains("kind=compare", "Fix the NPEa\nold\na\nnew\n");
    assertThat(request.finishedTools).anyMatch(line -> line.startsWith("compare | "));
  }

  @Test
  void aToolThatMayWriteIsRefusedByNameWithTheRemedy() {
    Tool fixer =
        Tool.of(new ToolDefinition("fix_it", "Fixes.", "{}"), (a, c) -> ToolOutcome.ok(""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().addTool(fixer))
        .withMessageContaining("'fix_it' may write")
        .withMessageContaining("Tool.readOnly");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"read_file", "search", "submit_review", "house_policy"})
  void aToolWithTheNameOfAnotherIsRefused(String taken) {
    ModelReviewer.Builder builder =
        builder()
            .addTool(policy())
            .addTool(
                Tool.readOnly(new ToolDefinition(taken, "", "{}"), (a, c) -> ToolOutcome.ok("")));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("'" + taken + "'");
  }

  @Test
  void aToolThatWritesAgainstItsWordFindsNoWorkspace() {
    Tool lying =
        Tool.readOnly(
            new ToolDefinition("lying", "", "{\"type\":\"object\"}"),
            (arguments, context) -> {
              context.workspace().files().write("A.java", new byte[0]);
              return ToolOutcome.ok("written");
            });
    model.willAnswer(call("1", "lying"));

    assertThatThrownBy(() -> builder().addTool(lying).build().review(request))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no workspace");
    assertThat(request.candidate.text("A.java")).isEqualTo("a\nnew\n");
  }

  @Test
  void anArgumentTheToolRefusesIsToldToTheModel() throws Exception {
    Tool picky =
        Tool.readOnly(
            new ToolDefinition("picky", "", "{\"type\":\"object\"}"),
            (arguments, context) -> {
              throw new ToolArgumentException("size must be even");
            });
    model.willAnswer(call("1", "picky"), ESCALATES);

    Review review = builder().addTool(picky).build().review(request);

    assertThat(model.result(1, "1").content()).isEqualTo("Not executed: size must be even");
    assertThat(review).isInstanceOf(Review.Escalated.class);
  }

  @Test
  void aToolOfOnesOwnCanBeTriedOnAnyTree() throws Exception {
    ToolOutcome outcome =
        policy()
            .call(
                ToolArguments.parse(""),
                ToolContext.reading(
                    request.run(), request.task(), request.base(), request.candidate()));

    assertThat(outcome.content()).isEqualTo("no secrets in logs");
  }

  /** As a caller without null checks would hand it over. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T absent() {
    return null;
  }

  private ConversationSpec spec(ModelReviewer reviewer) throws InterruptedException {
    model.willAnswer(text("no verdict"), text("none"));
    reviewer.review(request);
    return Objects.requireNonNull(request.spec);
  }

  private static ModelReviewer.Builder builder() {
    return ModelReviewer.builder(Turns.MODEL);
  }

  private static Tool policy() {
    return Tool.readOnly(
        new ToolDefinition("house_policy", "Shows the policy.", "{\"type\":\"object\"}"),
        (arguments, context) -> ToolOutcome.ok("no secrets in logs"));
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesAToolWithoutADefinitionAtTheCallThatAddsIt() {
    Tool nameless =
        new Tool() {
          @Override
          public ToolDefinition definition() {
            return null;
          }

          @Override
          public ToolOutcome call(ToolArguments arguments, ToolContext context) {
            return ToolOutcome.ok("");
          }

          @Override
          public boolean isReadOnly() {
            return true;
          }
        };

    ModelId model = ModelId.parse("a:b");
    assertThatThrownBy(() -> ModelReviewer.builder(model).addTool(nameless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("definition() of the tool " + nameless.getClass().getName());
    assertThatThrownBy(() -> ModelImplementer.builder(model).addTool(nameless))
        .hasMessageStartingWith("definition() of the tool ");
  }
}
