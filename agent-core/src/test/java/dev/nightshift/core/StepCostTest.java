package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
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
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the engine itself spends on a step of a loop, beside its model. */
class StepCostTest {
  private static final ModelId MODEL = ModelId.parse("fake:reader");
  private static final String LINE = "a line of a file that somebody reads\n";
  private static final int LINES = 65;

  @Test
  void aStepThatReadsAFileCostsAFewTimesTheFile() throws InterruptedException {
    long bytes = new Reader(60).allocatedBetween(30, 60) / 30;

    // It is fourteen times the file where nothing is optimised away; it was thirty.
    assertThat(bytes).isLessThan(15L * LINE.length() * LINES);
  }

  @Test
  void aStepCostsNoMoreLateInALongLoop() throws InterruptedException {
    Reader reader = new Reader(900);

    long early = reader.allocatedBetween(100, 150);

    assertThat(reader.between(850, 900)).isLessThan(early + early / 4);
  }

  /** Reads the same parts of files in turns, and counts what its thread allocated by then. */
  private static final class Reader implements ModelProvider {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] allocated;

    Reader(int steps) {
      this.allocated = new long[steps + 1];
    }

    long allocatedBetween(int from, int to) throws InterruptedException {
      Map<String, String> files = Map.of("a", LINE.repeat(LINES), "b", LINE.repeat(LINES));
      try (Nightshift engine =
          Nightshift.builder(InMemoryWorkspaces.of(files)).provider("fake", this).build()) {
        engine.run(
            Task.builder("Read").build(),
            scope ->
                scope.end(
                    scope.implement(
                        ModelImplementer.builder(MODEL).maxSteps(1_000).build(), Feedback.none())));
      }
      return between(from, to);
    }

    long between(int from, int to) {
      long bytes = allocated[to] - allocated[from];
      assertThat(bytes).as("what can be measured").isPositive();
      return bytes;
    }

    /** A virtual thread, on which a run works where there are some, has no count of its own. */
    private long allocatedByNow() {
      try {
        return ((Number)
                ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads))
            .longValue();
      } catch (NoSuchMethodException beforeJdk21) {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      } catch (ReflectiveOperationException notCallable) {
        throw new LinkageError("the JVM does not tell what was allocated", notCallable);
      }
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context) {
      int step = request.transcript().turns().size() / 2;
      allocated[step] = allocatedByNow();
      String arguments = "{\"path\":\"" + (step % 3 == 0 ? "a" : "b") + "\"}";
      ContentBlock.ToolUse use =
          step + 1 < allocated.length
              ? new ContentBlock.ToolUse("call-" + step, "read_file", arguments)
              : new ContentBlock.ToolUse("call-" + step, "finish", "{\"summary\":\"done\"}");
      return ModelResponse.of(
          AssistantTurn.of(MODEL, StopReason.TOOL_USE, List.of(use)), TokenUsage.of(400, 20));
    }

    @Override
    public String name() {
      return MODEL.provider();
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return ModelFacts.cautious(id).withPrice(Price.of(Rates.perMillionTokens("0", "0")));
    }
  }
}
