package dev.nightshift.core.internal.engine;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Models that know what to answer from what they are shown only, as real ones do: it makes no
 * difference to them in which process a conversation began.
 */
final class CourseModel {
  private static final Price PRICE = Price.of(Rates.perMillionTokens("1", "5"));
  private final Map<String, Course> courses;
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Long> bills = new CopyOnWriteArrayList<>();

  /** What a model answers. */
  interface Course {
    /**
     * Returns the step.
     *
     * @param shown all texts of the request
     * @param turn how many answers it holds
     */
    ScriptedStep answer(String shown, int turn);
  }

  CourseModel(Map<String, Course> courses) {
    this.courses = courses;
  }

  /** How many answers were given. */
  int calls() {
    return calls.get();
  }

  /** What each answer cost in nano-dollars, in their order. */
  List<Long> bills() {
    return List.copyOf(bills);
  }

  ModelProvider named(String name) {
    return new Named(name);
  }

  private final class Named implements ModelProvider {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return ScriptedModel.named(name).facts(id).withPrice(PRICE);
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      List<Turn> turns = request.transcript().turns();
      int answers = (int) turns.stream().filter(AssistantTurn.class::isInstance).count();
      ScriptedStep step = courses.get(name).answer(textOf(turns), answers);
      ModelResponse played = ScriptedModel.named(name, step).complete(request, context);
      calls.incrementAndGet();
      bills.add(PRICE.cost(played.usage()).nanos());
      AssistantTurn turn = played.turn();
      List<ContentBlock> blocks = new ArrayList<>();
      for (ContentBlock block : turn.blocks()) {
        blocks.add(
            block instanceof ContentBlock.ToolUse use
                ? new ContentBlock.ToolUse(
                    "turn-" + answers + "-" + use.id(), use.name(), use.argumentsJson())
                : block);
      }
      return ModelResponse.of(
          AssistantTurn.of(turn.producer(), turn.stopReason(), blocks), played.usage());
    }

    private String textOf(List<Turn> turns) {
      StringBuilder text = new StringBuilder();
      for (Turn turn : turns) {
        for (ContentBlock block : turn.blocks()) {
          if (block instanceof ContentBlock.Text said) {
            text.append(said.text()).append('\n');
          } else if (block instanceof ContentBlock.ToolResult result) {
            text.append(result.content()).append('\n');
          }
        }
      }
      return text.toString();
    }
  }
}
