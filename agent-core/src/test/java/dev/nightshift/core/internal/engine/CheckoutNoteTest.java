package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.workspace.Workspaces;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckoutNoteTest {
  private final InMemoryWorkspaces real = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object noting(Object result) {
    return result instanceof MergeTurn turn
        ? proxy(MergeTurn.class, (any, method, args) -> withNote(method.invoke(turn, args)))
        : result;
  }

  private static Object withNote(Object result) {
    return result instanceof Landing.Landed landed
        ? new Landing.Landed(landed.candidate(), "these files of its checkout are behind: A.java")
        : result;
  }

  private Workspaces whoseCheckoutStaysBehind() {
    MergeQueue queue = real.queue(InMemoryWorkspaces.TARGET);
    MergeQueue noting =
        proxy(MergeQueue.class, (any, method, args) -> noting(method.invoke(queue, args)));
    return proxy(
        Workspaces.class,
        (any, method, args) ->
            method.getName().equals("queue") ? noting : method.invoke(real, args));
  }

  @Test
  void reportOfAMergedChangeSaysThatACheckoutStayedBehind() throws Exception {
    try (Nightshift nightshift =
        Nightshift.builder(whoseCheckoutStaysBehind())
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "unused"), TokenUsage.of(1, 1)))
            .build()) {
      RunResult result =
          nightshift.run(
              Task.builder("Change A").build(), pipeline(writes("A.java", "v1\n")).build());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(result.report().ending().detail())
          .startsWith("merged into main as ")
          .endsWith("; these files of its checkout are behind: A.java");
      assertThat(result.report().toMarkdown()).contains("these files of its checkout are behind");
    }
  }
}
