package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Workspaces;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a conflict whose file cannot be read. */
class UnreadConflictTest {
  private static final List<Class<?>> WRAPPED =
      List.of(
          Workspaces.class, ManagedWorkspace.class, BranchWorkspace.class, WorkspaceFiles.class);
  private final InMemoryWorkspaces real =
      InMemoryWorkspaces.of(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private WorkspaceException.@Nullable Kind failure;

  @ParameterizedTest
  @EnumSource(names = {"TOO_LARGE", "IO", "PATH_REFUSED"})
  void aConflictedFileThatCannotBeReadIsNotTakenForReconciled(WorkspaceException.Kind kind)
      throws Exception {
    RunResult result = resultOf(assignment -> failure = kind);

    assertThat(result.reason()).isEqualTo(EndReason.CONFLICTED);
    assertThat(real.targetFiles()).containsEntry("A.java", "theirs\n");
  }

  @Test
  void aConflictedFileThatWasDeletedIsReconciled() throws Exception {
    RunResult result = resultOf(assignment -> assignment.workspace().files().delete("A.java"));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(real.targetFiles()).doesNotContainKey("A.java");
  }

  private RunResult resultOf(Reaction whenConflicted) throws InterruptedException {
    Implementer implementer =
        assignment -> {
          if (assignment.feedback() instanceof Feedback.Conflicted) {
            whenConflicted.to(assignment);
          } else {
            assignment.workspace().files().write("A.java", "mine\n".getBytes(UTF_8));
            assignment.workspace().files().write("B.java", "b1\n".getBytes(UTF_8));
            real.advanceTarget(Map.of("A.java", "theirs\n"));
          }
          return new Outcome.Changed("done");
        };
    try (Nightshift nightshift =
        Nightshift.builder((Workspaces) wrapped(Workspaces.class, real))
            .provider((request, context) -> EngineFixture.answer(request))
            .build()) {
      return nightshift.run(
          Task.builder("Change A").build(), pipeline(implementer).maxRevisions(0).build());
    }
  }

  /** The same, but the engine and its roles read no file while {@link #failure} is set. */
  private Object wrapped(Class<?> type, Object target) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (any, method, args) -> {
          WorkspaceException.Kind kind = failure;
          if (kind != null && method.getName().equals("read")) {
            throw new WorkspaceException(kind, "cannot read " + args[0]);
          }
          Object result = invoked(method, target, args);
          return WRAPPED.contains(method.getReturnType())
              ? wrapped(method.getReturnType(), result)
              : result;
        });
  }

  private static Object invoked(Method method, Object target, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException raised) {
      throw raised.getCause();
    }
  }

  /** What the implementer does about a conflict. */
  private interface Reaction {
    void to(Assignment assignment);
  }
}
