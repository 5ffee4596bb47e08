package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationNameTest {
  private static final ModelId SMALL = ModelId.parse("custom:small");
  private final List<Conversation> seen = new ArrayList<>();

  @Test
  void aRoleHoldsSeveralConversationsByName() throws Exception {
    run(
        assignment -> {
          Conversation plan = assignment.conversation("plan", spec("plan it"));
          Conversation write = assignment.conversation(spec("write it"));
          plan.send(UserTurn.text("how?"));
          seen.addAll(List.of(plan, write, assignment.conversation("plan", spec("plan it"))));
          return new Outcome.NothingToDo("looked", "all of it");
        });

    assertThat(seen.get(0)).isSameAs(seen.get(2)).isNotSameAs(seen.get(1));
    assertThat(seen.get(0).transcript().turns()).hasSize(2);
    assertThat(seen.get(1).transcript().turns()).isEmpty();
  }

  @Test
  void anotherSpecificationUnderAKnownNameIsRefusedInsteadOfIgnored() throws Exception {
    run(
        assignment -> {
          assignment.conversation(spec("first"));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> assignment.conversation(spec("second")))
              .withMessageContaining("conversation 'main'")
              .withMessageContaining("custom:small");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> assignment.conversation(" ", spec("first")));
          seen.add(assignment.conversation(spec("first")));
          return new Outcome.NothingToDo("looked", "all of it");
        });

    assertThat(seen).hasSize(1);
  }

  @Test
  void twoImplementersOfOneNameThatAskDifferentlyTalkApart() throws Exception {
    Implementer planner = talkingIn(spec("plan it"));
    Implementer plannerMadeAnew = talkingIn(spec("plan it"));
    Implementer writer = talkingIn(spec("write it"));

    runPipeline(
        run -> {
          run.implement(planner, Feedback.none());
          run.implement(writer, Feedback.none());
          return run.end(run.implement(plannerMadeAnew, Feedback.none()));
        });

    assertThat(seen.get(1)).isNotSameAs(seen.get(0));
    assertThat(seen.get(2)).isSameAs(seen.get(0));
  }

  private Implementer talkingIn(ConversationSpec spec) {
    return assignment -> {
      seen.add(assignment.conversation(spec));
      return new Outcome.NothingToDo("looked", "all of it");
    };
  }

  private static ConversationSpec spec(String system) {
    return ConversationSpec.builder(SMALL).system(system).build();
  }

  private static void run(Implementer implementer) throws Exception {
    runPipeline(pipeline(implementer).build());
  }

  private static void runPipeline(Pipeline pipeline) throws Exception {
    try (EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
        var nightshift =
            fixture
                .builder()
                .prices(PriceBook.free(SMALL))
                .budget(BudgetPolicy.unlimited())
                .build()) {
      RunResult result = nightshift.run(Task.builder("Look").build(), pipeline);

      assertThat(result).as("%s", result).isInstanceOf(RunResult.NoChange.class);
    }
  }
}
