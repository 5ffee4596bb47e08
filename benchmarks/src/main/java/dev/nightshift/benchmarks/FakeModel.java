package dev.nightshift.benchmarks;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.List;

/**
 * A model that answers at once: it reads so many files and finishes, or, with none to read, writes
 * one; as the reviewer it approves.
 */
record FakeModel(int steps) implements ModelProvider {
  private static final TokenUsage USAGE = TokenUsage.of(400, 20);

  @Override
  public String name() {
    return Prompt.MODEL.provider();
  }

  @Override
  public ModelFacts facts(ModelId id) {
    return ModelFacts.cautious(id).withPrice(Price.of(Rates.perMillionTokens("1.00", "5.00")));
  }

  @Override
  public ModelResponse complete(ModelRequest request, CallContext context) {
    int step = request.transcript().turns().size() / 2;
    ContentBlock.ToolUse use = use(step, context.role().equals(AgentRole.REVIEWER));
    AssistantTurn turn = AssistantTurn.of(request.model(), StopReason.TOOL_USE, List.of(use));
    return ModelResponse.of(turn, USAGE);
  }

  private ContentBlock.ToolUse use(int step, boolean reviews) {
    String id = "call-" + step;
    if (reviews) {
      return new ContentBlock.ToolUse(
          id, "submit_review", "{\"verdict\":\"approve\",\"findings\":[],\"criteria\":[]}");
    }
    if (step < steps) {
      String path = Prompt.path(step % Prompt.STEPS);
      return new ContentBlock.ToolUse(id, "read_file", "{\"path\":\"" + path + "\"}");
    }
    return steps == 0 && step == 0
        ? new ContentBlock.ToolUse(
            id, "write_file", "{\"path\":\"A.java\",\"content\":\"class A { int a; }\\n\"}")
        : new ContentBlock.ToolUse(id, "finish", "{\"summary\":\"done\"}");
  }
}
